"""`python -m simulator` is the command `pushsim`."""

from simulator.cli.main import main

main()
