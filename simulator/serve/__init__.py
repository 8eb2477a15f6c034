"""Worlds that real clients reach over real sockets."""
