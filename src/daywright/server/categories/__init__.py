"""Tree and rules: what a context means to the user. No rule depends on device or time of day."""
