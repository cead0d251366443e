"""`python -m starter`: the same as `ehcp`."""

from starter.command import main

main()
