"""Which test provokes which code and rule: read from the traces of every test and every scenario of a session.

A plugin of pytest. Worlds in which something was waived or forced by a magic value prove nothing. `--provoked` writes
the tables that `pushsim list codes` shows; without it, a session that ran everything checks that they are true.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

import simulator.im
from simulator.kernel.trace import Kind, Record
from simulator.push.code import CodeTable, Side
from simulator.push.uplink import ImAnswer
from simulator.report.codes import IM, PROVOKED, code_tables
from simulator.vendors import VENDORS
from simulator.world.catalogue import catalogue
from simulator.world.world import World

Found = dict[str, dict[str, dict[str, list[str]]]]
"""By service, then `server`, `client` or `rules`, then code or rule: the tests, sorted."""

WITNESSES_MAX = 2


class ProvokedPlugin:
    """Collects, on each worker; the session that has them all writes or checks."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.worlds: list[World] = []
        self.found: dict[tuple[str, str, str], set[str]] = defaultdict(set)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        report = yield
        if call.when == "teardown":
            self.worlds.clear()
        elif call.when == "call" and report.passed:
            for world in self.worlds:
                for service, kind, name in provoked_in(world):
                    self.found[service, kind, name].add(item.nodeid)
        return report

    @property
    def is_whole(self) -> bool:
        """Whether this session runs everything there is."""
        options = self.config.option
        is_of_all = self.config.args_source is pytest.Config.ArgsSource.TESTPATHS
        return is_of_all and not (options.keyword or options.markexpr or options.deselect or options.collectonly)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        worker = getattr(session.config, "workeroutput", None)
        if worker is not None:
            worker["provoked"] = [[*key, sorted(tests)] for key, tests in self.found.items()]
            return
        if session.config.getoption("--provoked"):
            write(self.table())
        elif self.is_whole and session.exitstatus == 0 and (wrong := differences(self.found)):
            reporter = session.config.pluginmanager.get_plugin("terminalreporter")
            reporter.write_line("\n".join(["", "the tables of codes and rules are not true any more:", *wrong]))
            reporter.write_line("  next: make codes, and look at what changed")
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        for service, kind, name, tests in node.workeroutput["provoked"]:
            self.found[service, kind, name].update(tests)

    def table(self) -> Found:
        table: Found = {service: {"server": {}, "client": {}, "rules": {}} for service in code_tables()}
        for (service, kind, name), tests in sorted(self.found.items()):
            # Tests that are closest to the service say most; of those the first few are enough.
            nearest = sorted(tests, key=lambda test: (service not in test, not test.startswith("tests/"), test))
            table[service][kind][name] = nearest[:WITNESSES_MAX]
        return table


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--provoked", action="store_true", help="write the tables of codes and rules")


def pytest_configure(config: pytest.Config) -> None:
    plugin = ProvokedPlugin(config)
    make = World.__init__

    def make_and_note(self: World, *args: Any, **kwargs: Any) -> None:
        make(self, *args, **kwargs)
        plugin.worlds.append(self)

    World.__init__ = make_and_note
    config.add_cleanup(lambda: setattr(World, "__init__", make))
    config.pluginmanager.register(plugin, "provoked")


# -- reading a trace --------------------------------------------------------------------------------------------------


def provoked_in(world: World) -> set[tuple[str, str, str]]:
    """Return service, kind and name of all that the trace of *world* provokes."""
    trace = list(world.trace)
    if world.rules.waived or any(one.kind is Kind.FAULT and one.name == "forced" for one in trace):
        return set()
    tables = {IM: code_tables()[IM], **{vendor: VENDORS[vendor].codes for vendor in world.clouds}}
    vendor_of = {name: phone.push_vendor for name, phone in world.phones.items()}
    # A scenario may have a vendor refuse with any code of its table: that shows nothing of where the code comes from.
    is_planted = any(one.kind is Kind.FAULT and "code" in one.data for one in trace)
    found = set()
    for record in trace:
        if record.rule and record.reason:
            service = record.rule.partition(".")[0]
            if service in tables:
                found.add((service, "rules", record.rule))
        for service, side, number in () if is_planted else _codes_of(record, tables, vendor_of):
            if any(one.number == number for one in tables[service].side(side)):
                found.add((service, side.value, str(number)))
    return found


def _codes_of(
    record: Record, tables: Mapping[str, CodeTable], vendor_of: Mapping[str, str]
) -> Iterator[tuple[str, Side, int]]:
    """Yield the numbers that *record* says, with whose they would be."""
    if record.actor in vendor_of:
        for service in {vendor_of[record.actor], IM} & tables.keys():
            for number in _numbers(record.data, {*tables[service].client_fields, "code"}):
                yield service, Side.CLIENT, number
        return
    service = record.actor.removesuffix(" cloud")
    if service in tables:
        for number in {*_on_the_wire(record, service, tables[service]), *_numbers(record.data, {"code"})}:
            yield service, Side.SERVER, number
        if isinstance(said := record.data.get("fields"), ImAnswer):
            yield IM, Side.SERVER, said.code


def _on_the_wire(record: Record, service: str, table: CodeTable) -> Iterator[int]:
    """Walk the numbers of an answer, its status among them, or of a request that the service itself makes."""
    answer, request = record.data.get("answer"), record.data.get("request")
    if answer is not None:
        yield answer["status"]
        yield from _numbers(_structure(answer["body"]), set(table.server_fields))
    if request is not None and record.name.startswith(f"{service}>"):
        yield from _numbers(_structure(request["body"]), set(table.server_fields))


def _structure(body: bytes) -> object:
    """Return a body as JSON, or as a form whose values may be JSON; text for anything else."""
    text = body.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except ValueError:
        pass
    form = dict(parse_qsl(text))
    return {name: _structure(value.encode()) if value[:1] in "{[" else value for name, value in form.items()} or text


def _numbers(value: object, fields: set[str], name: str = "") -> Iterator[int]:
    """Walk the numbers that stand under one of *fields*, at any depth; also as the keys of a map there."""
    if isinstance(value, Mapping):
        if name in fields:
            for key in value:
                yield from _numbers(key, fields, name)
        for key, item in value.items():
            yield from _numbers(item, fields, str(key))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _numbers(item, fields, name)
    elif name in fields and not isinstance(value, bool):
        text = str(value)
        if text.removeprefix("-").isdecimal() and len(text) < 12:
            yield int(text)


# -- the tables in the tree -------------------------------------------------------------------------------------------


def home_of(service: str) -> Path:
    """Return where the table of *service* lies."""
    folder = Path(simulator.im.__file__).parent if service == IM else VENDORS.folder(service)
    return folder / PROVOKED


def write(table: Found) -> None:
    for service, found in table.items():
        home_of(service).write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")


def differences(found: Mapping[tuple[str, str, str], set[str]]) -> list[str]:
    """Return what the tables in the tree say that this session did not show, and what they lack."""
    wrong = []
    for service, codes in code_tables().items():
        if not home_of(service).is_file():
            continue
        said = json.loads(home_of(service).read_text("utf-8"))
        for kind in ("server", "client", "rules"):
            shown = {name for whose, what, name in found if (whose, what) == (service, kind)}
            wrong += [
                f"  {service} {kind} {name} is provoked and not in its table" for name in shown - said[kind].keys()
            ]
            wrong += [
                f"  {service} {kind} {name} is in its table and not provoked" for name in said[kind].keys() - shown
            ]
            for name in shown & said[kind].keys():
                gone = set(said[kind][name]) - found[service, kind, name]
                wrong += [f"  {service} {kind} {name} is not provoked by {test}" for test in gone]
        for side in Side:
            for code in codes.side(side):
                is_provoked = (service, side.value, str(code.number)) in found
                if code.left_out and is_provoked:
                    wrong.append(f"  {service} {side} {code.number} is left out and provoked all the same")
                elif not code.left_out and not is_provoked:
                    wrong.append(f"  {service} {side} {code.number} is neither provoked nor left out")
        known = {name for name in catalogue() if name.startswith(f"{service}.")}
        wrong += [f"  {service} has no rule {name}" for name in said["rules"].keys() - known]
    return sorted(wrong)
