"""Where a request goes: to the server whose host it names, or else whose path it has, in the main world or another."""

from difflib import get_close_matches
from typing import NamedTuple

from simulator.cloud.vendor_cloud import path_pattern
from simulator.im.commands import SERVICES
from simulator.im.left_out import LEFT_OUT
from simulator.im.rest import HOST as IM_HOST
from simulator.im.rest import HOSTS as IM_HOSTS
from simulator.network.http import with_single_slashes
from simulator.world.world import World

CONTROL = "/_sim"
"""Above every path of the control API."""
WORLDS = "/w/"
"""Above everything of a named world, whose name follows."""
MAIN = "main"
"""The name of the world that answers without a name in the path."""
IM = "im"


class Place(NamedTuple):
    """A world, and a place in it.

    Attributes:
        world: Its name.
        host: Lower case, without port; empty where none is named.
        target: Path and query, without the world's name.
    """

    world: str
    host: str
    target: str

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]


def name_of(authority: str) -> str:
    """Return the host that *authority* names, as `Host` and `CONNECT` do: lower case, without port.

    The dot behind a name that is complete (RFC 1034, 3.1) is left out too.
    """
    name = authority.strip().lower()
    if name.startswith("["):
        return name
    return name.partition(":")[0].removesuffix(".")


def place_of(target: str, host: str) -> Place:
    """Return where the *target* of a request for *host* lies; a whole address in *target* says its host itself."""
    if not target.startswith("/"):
        scheme, separator, rest = target.partition("://")
        if separator and scheme.lower() in {"http", "https"}:
            host, slash, path = rest.partition("/")
            target = f"{slash}{path}" or "/"
    name = name_of(host)
    if target.startswith(WORLDS):
        world, slash, rest = target[len(WORLDS) :].partition("/")
        return Place(world, name, f"/{rest}" if slash else "/")
    return Place(MAIN, name, target)


class Directory:
    """Which server of a world answers for which host and which path. One serves all worlds: their servers are alike."""

    def __init__(self, world: World) -> None:
        """Know the servers of *world*."""
        self._by_host: dict[str, str] = dict.fromkeys(IM_HOSTS.value, IM)
        self._by_path: dict[str, tuple[str, str]] = {}
        self._patterns: dict[str, tuple[str, str]] = {}
        for name, cloud in world.clouds.items():
            self._by_host |= dict.fromkeys(cloud.hosts, name)
            for _, path in cloud.endpoints:
                (self._patterns if "{" in path else self._by_path)[path] = name, cloud.hosts_of(path)[0]

    @property
    def all_hosts(self) -> tuple[str, ...]:
        """The true names of all servers."""
        return tuple(self._by_host)

    def find(self, place: Place) -> tuple[str, str] | None:
        """Return the server that *place* is at, a vendor or `im`, and its host; `None` where nobody answers."""
        end = self._by_host.get(place.host)
        if end is not None:
            return end, place.host
        path = with_single_slashes(place.path)
        return self._by_path.get(path) or self._of_pattern(path)

    def _of_pattern(self, path: str) -> tuple[str, str] | None:
        if path.startswith("/v4/") and path.split("/")[2] in {*SERVICES, *LEFT_OUT.value}:
            return IM, IM_HOST
        for pattern, found in self._patterns.items():
            if path_pattern(pattern).fullmatch(path):
                return found
        return None

    def nearest(self, path: str) -> list[str]:
        """Return paths that are most like *path*."""
        return get_close_matches(path, [*self._by_path, *self._patterns], n=3, cutoff=0.4)
