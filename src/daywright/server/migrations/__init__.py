"""One line of schema history. Every change of a table comes with a step here."""
