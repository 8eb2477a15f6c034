"""The shelf of commands: each module is one command and declares it as `COMMAND`."""
