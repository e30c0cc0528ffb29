"""`python -m gagyo` is the command `gagyo`."""

from gagyo.config.cli import main

main()
