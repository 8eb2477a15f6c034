"""The command `pushsim`: `main` and one file per command."""
