"""What works behind the gateway: the services themselves, and the stores that their commands lean on.

Each is reached over a link of its own, such as `im>relations`, that a run can cut, delay or let fail; the caller of the
REST API is told so in IM's own form, by a code of the service that could not do its part.
"""

from collections.abc import Collection, Iterator

from simulator.im import codes
from simulator.im.codes import ImCode
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.units import SECOND_MS
from simulator.network.faults import FaultKind
from simulator.push.reason import Reason

PATIENCE_MS = Fact("im.backend_patience_ms", 3 * SECOND_MS, Source("Tencent IM REST API", "server-side timeout"))
"""How long the gateway waits for what is behind it."""

_SILENT = (FaultKind.TIMEOUT, FaultKind.LOST)


Backend = Decision[FaultKind]
"""A service or a store: asked of how it failed; a fault that harms nobody is refused by no rule."""


def end_of(backend: Backend) -> str:
    """Return the name of *backend* as the far end of its link."""
    return backend.name.rpartition(".")[2]


def _backend(
    name: str, *, unreachable: ImCode, silent: ImCode, broken: ImCode, written_twice: ImCode | None = None
) -> Backend:
    """Return the backend *name* with what the caller is told.

    Args:
        name: Of the far end of its link.
        unreachable: Where it takes no connection.
        silent: Where no answer comes in time.
        broken: Where its answer is its form of HTTP 500.
        written_twice: Where the request arrives twice at once and the two writes meet; harmless without it.
    """

    def rules() -> Iterator[Rule[FaultKind]]:
        yield _rule(name, "unreachable", (FaultKind.REFUSED,), unreachable)
        yield _rule(name, "silent", _SILENT, silent)
        yield _rule(name, "broken", (FaultKind.SERVER_ERROR,), broken)
        if written_twice is not None:
            yield _rule(name, "written_twice", (FaultKind.DUPLICATED,), written_twice)

    return Decision(f"im.backend.{name}", tuple(rules()))


def _rule(backend: str, what: str, kinds: Collection[FaultKind], code: ImCode) -> Rule[FaultKind]:
    # Assumed: which of several internal errors of a command stands for which fault; documents only list them.
    source = Source(code.source.document, f"{code.source.section}, {code.code}", grade=Grade.ASSUMED)
    return Rule(f"im.backend.{backend}.{what}", Reason.CALL_REFUSED, lambda kind: kind in kinds, source, code)


def _store(name: str, code: ImCode) -> Backend:
    """Return the store *name* of a service that has one code for every fault of it."""
    return _backend(name, unreachable=code, silent=code, broken=code)


def service(name: str) -> Backend:
    """Return the backend that the service *name* of the REST API itself is to the gateway."""
    return _backend(
        name, unreachable=codes.FORMAT_WRONG, silent=codes.FORMAT_WRONG, broken=codes.BACKEND_ANSWER_NOT_JSON
    )


ACCOUNT_IDS = _store("account_ids", codes.ACCOUNT_CONVERSION_TIMEOUT)
"""Turns the accounts of a call into IM's own numbers."""
ACCOUNTS = _backend(
    "accounts",
    unreachable=codes.ACCOUNT_INTERNAL,
    silent=codes.ACCOUNT_TIMEOUT,
    broken=codes.ACCOUNT_INTERNAL,
)
ACCOUNT_LISTS = _store("account_lists", codes.ACCOUNT_LIST_TIMEOUT)
"""Of the commands that take many accounts, which alone list its code."""
PROFILES = _store("profiles", codes.PROFILE_INTERNAL)
RELATIONS = _backend(
    "relations",
    unreachable=codes.RELATIONS_INTERNAL,
    silent=codes.RELATIONS_TIMEOUT,
    broken=codes.RELATIONS_INTERNAL,
    written_twice=codes.RELATIONS_CONFLICT,
)
MESSAGES = _backend(
    "messages",
    unreachable=codes.OPENIM_UNREACHABLE,
    silent=codes.MESSAGE_TIMEOUT,
    broken=codes.MESSAGE_INTERNAL,
)
ONLINE_STATES = _backend(
    "online_states",
    unreachable=codes.STATES_UNREACHABLE,
    silent=codes.STATES_TIMEOUT,
    broken=codes.OPENIM_INTERNAL,
)
PUSHES = _store("pushes", codes.OPENIM_INTERNAL)
GROUPS = _store("groups", codes.GROUP_INTERNAL)
MUTINGS = _store("mutings", codes.MUTE_INTERNAL)

STORES = (
    ACCOUNT_IDS,
    ACCOUNTS,
    ACCOUNT_LISTS,
    PROFILES,
    RELATIONS,
    MESSAGES,
    ONLINE_STATES,
    PUSHES,
    GROUPS,
    MUTINGS,
)
