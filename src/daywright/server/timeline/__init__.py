"""The day cache, reductions over it, and the pages that read one timeline."""
