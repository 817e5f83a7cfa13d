"""`python -m recobro` is the same as the `recobro` command."""

from recobro.cli import main

main()
