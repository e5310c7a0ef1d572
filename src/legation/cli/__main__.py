"""`python -m legation.cli` is `legation`."""

from legation.cli import main

main()
