"""`python -m daywright` is the command line."""

from daywright.cli.main import main

main()
