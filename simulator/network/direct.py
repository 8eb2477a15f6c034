"""The fast adapter: the handler is called in process, with no HTTP library in between."""

from simulator.network.http import Hosts, Request, Response


class DirectAdapter:
    """Hands a request to whoever answers for its host."""

    def __init__(self, hosts: Hosts) -> None:
        """Carry to *hosts*."""
        self._hosts = hosts

    def exchange(self, request: Request) -> Response:
        """Return the answer to *request*."""
        return self._hosts.handle(request)

    def close(self) -> None:
        """Hold nothing."""
