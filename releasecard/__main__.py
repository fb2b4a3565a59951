"""`python -m releasecard`, the same as the `releasecard` command."""

from releasecard.cli import main

main()
