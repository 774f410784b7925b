"""From facts to days, from days to answers."""
