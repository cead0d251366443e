"""`python -m starter.cli`: the same as `ehcp`."""

from starter.cli import main

main()
