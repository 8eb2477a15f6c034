"""What every service's numbers mean, and which test provokes them: for `pushsim list codes` and `pushsim explain`."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

import simulator.im
from simulator.im.code_table import CODES as IM_CODES
from simulator.im.codes import ImCode
from simulator.kernel.rule import Rule
from simulator.push.code import Code, CodeTable, Side
from simulator.push.rejection import Rejection
from simulator.vendors import VENDORS
from simulator.world.catalogue import rules

IM = "im"
PROVOKED = "provoked.json"
"""Beside each service's code: which tests of this project provoke its codes and rules, as a test run found them."""

SIDES_ZH: Mapping[Side, str] = {Side.SERVER: "服务端", Side.CLIENT: "客户端"}


class Provoked(msgspec.Struct, frozen=True):
    """Tests, by code or rule, that provoke it and force nothing; a few of each."""

    server: dict[str, tuple[str, ...]] = {}
    client: dict[str, tuple[str, ...]] = {}
    rules: dict[str, tuple[str, ...]] = {}

    def by(self, side: Side, number: int) -> tuple[str, ...]:
        """Return the tests that provoke a code."""
        return (self.server if side is Side.SERVER else self.client).get(str(number), ())


class CodeEntry(msgspec.Struct, frozen=True):
    """One code of one service, with all that is known here.

    Attributes:
        service: A vendor, or `im`.
        rules: What gives it.
        tests: Some of those that provoke it.
    """

    service: str
    side: Side
    code: Code
    rules: tuple[Rule[object], ...]
    tests: tuple[str, ...]


def code_tables() -> Mapping[str, CodeTable]:
    """Return the codes of IM and of each vendor, by service."""
    return {IM: IM_CODES, **{name: vendor.codes for name, vendor in VENDORS.items()}}


@lru_cache(maxsize=16)
def provoked_of(service: str) -> Provoked:
    """Return which tests provoke what of *service*; nothing for an outside vendor without such a table."""
    folder = Path(simulator.im.__file__).parent if service == IM else VENDORS.folder(service)
    path = folder / PROVOKED
    return msgspec.json.decode(path.read_bytes(), type=Provoked) if path.is_file() else Provoked()


def witnesses(rule: str) -> tuple[str, ...]:
    """Return the tests of this project that provoke *rule*; none for the rules of no service."""
    service = rule.partition(".")[0]
    return provoked_of(service).rules.get(rule, ()) if service in {IM, *VENDORS} else ()


def code_of(rule: Rule[object]) -> int | None:
    """Return the number that the refused side is told; `None` for none."""
    answer = rule.answer
    if isinstance(answer, Rejection | ImCode):
        return answer.code
    return answer if isinstance(answer, int) else None


def code_entries(service: str = "") -> Iterator[CodeEntry]:
    """Walk all codes of *service*, or of every service: IM first, the server's side before the client's."""
    givers: dict[tuple[str, Side, int], list[Rule[object]]] = {}
    for rule in rules():
        number = code_of(rule)
        if number is not None:
            side = Side.SERVER if isinstance(rule.answer, Rejection | ImCode) else Side.CLIENT
            givers.setdefault((rule.name.partition(".")[0], side, number), []).append(rule)
    for name, table in code_tables().items():
        if service in {"", name}:
            for side in Side:
                for code in table.side(side):
                    given = tuple(givers.get((name, side, code.number), ()))
                    yield CodeEntry(name, side, code, given, provoked_of(name).by(side, code.number))
