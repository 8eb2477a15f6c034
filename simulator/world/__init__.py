"""One world: the only place where actors are made and wired to each other."""
