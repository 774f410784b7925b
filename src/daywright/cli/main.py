"""The command line: verbs are wired here, each lives in a file of its own."""


def main() -> None:
    """Run the verb the person typed."""
