"""How many files a process may have open: each connection is one."""

from simulator.serve.http_server import Patience

_WANTED = Patience().connections_max + 64
"""Connections, and what a served world has open beside them."""


def make_room() -> None:
    """Let this process hold as many connections as a server takes, as far as it may; Windows has no such limit."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _WANTED if hard == resource.RLIM_INFINITY else min(_WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
