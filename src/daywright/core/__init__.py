"""Our rules as pure functions over frozen values. No I/O and no clock: time comes in as an argument."""
