"""Matrix: the same scenario with other values. Each combination, or each row, is a cell.

Two forms: axes, whose combinations are the cells (`android: [8, 13]`), and rows that are written out and named by
`case:`. Where a value belongs, a placeholder stands: `<android>`.
"""

import itertools
import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from simulator.scenario.containers import json_value
from simulator.scenario.errors import quoted
from simulator.scenario.nodes import ListNode, MapNode, Node, ScalarNode
from simulator.scenario.placeholders import NAME, name_in
from simulator.scenario.reading import Reading, Reference
from simulator.scenario.suggest import nearest

CELLS_MAX = 1_000
"""Cells of one file, before its vendors."""

MATRIX = "matrix"
EXCLUDE = "exclude"
CASE = "case"
_VENDOR = "vendor"
_RESERVED = {EXCLUDE: "leaves cells out", CASE: "names a row", _VENDOR: "is what vendors: lists"}
_LABEL_LENGTH_MAX = 24
_FORM = "write axes, such as android: [8, 13], or rows: - {case: old phone, android: 8}"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an axis.

    Attributes:
        name: As it is written: the value itself, or its key where the axis is a map.
        label: As case ids have it.
        node: What takes the placeholder's place.
    """

    name: str
    label: str
    node: Node

    @property
    def text(self) -> str:
        """The value for people, in one line."""
        if isinstance(self.node, ScalarNode):
            return self.node.text
        return msgspec.json.encode(json_value(self.node)).decode()


@dataclass(frozen=True, slots=True)
class Cell:
    """One combination of values.

    Attributes:
        cell_id: Such as `android=8-app=vivo_guide`; empty where there is no matrix.
        values: By the name of their placeholder.
        not_for: Vendors that it is left out for.
    """

    cell_id: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    not_for: Collection[str] = ()


@dataclass(slots=True)
class Matrix:
    """What the matrix of a file says, as far as it could be read.

    Attributes:
        names: Key of each axis, by its name.
        cells: One or more; none where mistakes leave it open which.
        labels: Of the axes' values: names that may have been meant for fields of rows.
    """

    names: dict[str, ScalarNode] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    cells: list[Cell] = field(default_factory=list)


def read_matrix(top: MapNode, reading: Reading) -> Matrix:
    """Return the matrix of the document *top*; of one without, a single cell with nothing in it."""
    _, node = top.entries.get(MATRIX, (None, None))
    if node is None:
        return Matrix(cells=[Cell()])
    count = len(reading.problems)
    matrix = Matrix()
    if isinstance(node, MapNode) and node.entries:
        _read_axes(node, matrix, _listed(top, "vendors") or set(reading.vocabulary.vendors), reading)
    elif isinstance(node, ListNode) and node.items:
        _read_rows(node, matrix, reading)
    elif isinstance(node, ScalarNode) and not node.is_missing:
        reading.misshapen(node, MATRIX, "a map of axes or a list of rows", next=_FORM)
    else:
        reading.wrong(node, MATRIX, "has no axis", next=_FORM)
    if len(reading.problems) > count:
        matrix.cells = []
    return matrix


def _name(key: ScalarNode, matrix: Matrix, reading: Reading) -> None:
    """Take *key* as the name of a placeholder, or note why it cannot be one."""
    if key.text in _RESERVED:
        reading.wrong(
            key,
            MATRIX,
            f"{quoted(key.text)} cannot be a placeholder: it {_RESERVED[key.text]}",
            value=key.text,
            next="choose another name",
        )
    elif NAME.fullmatch(key.text) is None:
        fits = ["letters, digits and _, not beginning with a digit"]
        reading.wrong(key, MATRIX, f"{quoted(key.text)} does not fit", value=key.text, known=fits, known_as="what fits")
    matrix.names.setdefault(key.text, key)


# -- axes -------------------------------------------------------------------------------------------------------------


def _listed(top: MapNode, name: str) -> set[str]:
    """Return the texts of the list *name* at the top; none where there is no list."""
    _, node = top.entries.get(name, (None, None))
    items = node.items if isinstance(node, ListNode) else []
    return {item.text for item in items if isinstance(item, ScalarNode)}


def _read_axes(node: MapNode, matrix: Matrix, vendors: set[str], reading: Reading) -> None:
    count = len(reading.problems)
    axes: dict[str, Sequence[Value]] = {}
    for name, (key, value) in node.entries.items():
        if name != EXCLUDE:
            _name(key, matrix, reading)
            axes[name] = _axis(value, f"{MATRIX}.{name}", reading)
            matrix.labels |= set(value.entries) if isinstance(value, MapNode) else set()
    _, excluded = node.entries.get(EXCLUDE, (None, None))
    if len(reading.problems) > count:
        return
    number = math.prod(len(values) for values in axes.values())
    if not axes:
        reading.wrong(node, MATRIX, "has no axis", next=_FORM)
    elif number > CELLS_MAX:
        reading.wrong(
            node, MATRIX, f"makes {number} cells; at most {CELLS_MAX} fit", next="write rows, or several scenarios"
        )
    else:
        outs = [] if excluded is None else list(_exclusions(excluded, axes, reading))
        matrix.cells = list(_combined(axes, outs))
        if len(reading.problems) > count:
            return
        if all(vendors.issubset(cell.not_for) for cell in matrix.cells):
            reading.wrong(
                excluded or node, f"{MATRIX}.{EXCLUDE}", "leaves no cell", next=f"remove an entry of {EXCLUDE}:"
            )
        for out in outs:
            if not out.hits or (out.vendor and out.vendor not in vendors):
                reading.wrong(out.node, f"{MATRIX}.{EXCLUDE}", "leaves out no cell", next="correct it, or remove it")


def _axis(node: Node, path: str, reading: Reading) -> Sequence[Value]:
    """Return the values of one axis: of a list each is its own label, of a map each has its key for one."""
    written: list[tuple[ScalarNode, Node]]
    if isinstance(node, MapNode) and node.entries:
        written = list(node.entries.values())
    elif isinstance(node, ListNode) and node.items:
        nested = next((item for item in node.items if not isinstance(item, ScalarNode)), None)
        if nested is not None:
            reading.misshapen(
                nested, path, "a single value", next="give the values names, for case ids: {NAME: VALUE, NAME: VALUE}"
            )
        written = [(item, item) for item in node.items if isinstance(item, ScalarNode)]
        _refuse_twins(written, path, reading)
    else:
        reading.wrong(node, path, "has no values", next="write a list of them: [8, 13]")
        return ()
    for _, value in written:
        _check_value(value, path, reading)
    return tuple(Value(key.text, label, value) for label, (key, value) in zip(_labels(written), written, strict=True))


def _refuse_twins(written: Sequence[tuple[ScalarNode, Node]], path: str, reading: Reading) -> None:
    seen: set[str] = set()
    for item, _ in written:
        if item.text in seen:
            reading.wrong(item, path, f"{quoted(item.text)} stands here twice", value=item.text, next="remove one")
        seen.add(item.text)


def _check_value(node: Node, path: str, reading: Reading) -> None:
    if isinstance(node, ScalarNode) and node.is_missing:
        reading.no_value(node, path, "write one, or remove the entry")
    name = name_in(node)
    if name is not None:
        reading.wrong(
            node,
            path,
            f"{quoted(f'<{name}>')} stands in a value that takes the place of a placeholder itself",
            next="write the value out; for the text itself, put it in quotes",
        )
    inner: Sequence[Node] = ()
    if isinstance(node, ListNode):
        inner = node.items
    elif isinstance(node, MapNode):
        inner = [value for _, value in node.entries.values()]
    for part in inner:
        if not (isinstance(part, ScalarNode) and part.is_missing):
            _check_value(part, path, reading)


def _labels(written: Sequence[tuple[ScalarNode, Node]]) -> Iterator[str]:
    """Yield for each value what case ids have: readable, without blanks or punctuation, and unique."""
    taken: set[str] = set()
    for number, (key, _) in enumerate(written, 1):
        plain = re.sub(r"[^\w.+]+", "_", key.text).strip("_")
        label = plain[:_LABEL_LENGTH_MAX].rstrip("_") or str(number)
        if label in taken:
            label = f"{label}~{number}"
        taken.add(label)
        yield label


def _combined(axes: Mapping[str, Sequence[Value]], outs: Sequence["_Exclusion"]) -> Iterator[Cell]:
    for values in itertools.product(*axes.values()):
        row = dict(zip(axes, values, strict=True))
        hits = [out for out in outs if out.fits(row)]
        for out in hits:
            out.hits += 1
        if all(out.vendor for out in hits):
            cell_id = "-".join(f"{name}={value.label}" for name, value in row.items())
            yield Cell(cell_id, row, frozenset(out.vendor for out in hits))


@dataclass(slots=True)
class _Exclusion:
    """What is left out.

    Attributes:
        wanted: Name or text of the value that each of some axes must have.
        vendor: For this vendor alone; empty for all.
        hits: Cells that it fits.
    """

    node: Node
    wanted: Mapping[str, str]
    vendor: str
    hits: int = 0

    def fits(self, row: Mapping[str, Value]) -> bool:
        """Whether the cell of *row* is meant."""
        return all(text in {row[name].name, row[name].text} for name, text in self.wanted.items())


def _exclusions(node: Node, axes: Mapping[str, Sequence[Value]], reading: Reading) -> Iterator[_Exclusion]:
    path = f"{MATRIX}.{EXCLUDE}"
    form = "write what is left out: - {android: 8, app: vivo_guide}"
    if not isinstance(node, ListNode):
        reading.misshapen(node, path, "a list", next=form)
        return
    for item in node.items:
        if not isinstance(item, MapNode) or not item.entries:
            reading.misshapen(item, path, "a map of some axes and their values", next=form)
            continue
        wanted: dict[str, str] = {}
        vendor = ""
        for name, (key, value) in item.entries.items():
            if not isinstance(value, ScalarNode):
                reading.misshapen(value, f"{path}.{name}", "a single value", next="write its name, or the value")
            elif name == _VENDOR:
                vendor = value.text
                reading.references.append(Reference("vendors", value, f"{path}.{name}"))
            elif name not in axes:
                near = nearest(name, (*axes, _VENDOR))
                reading.wrong(
                    key,
                    path,
                    f"no axis is called {quoted(name)}",
                    value=name,
                    known=(*axes, _VENDOR),
                    known_as="axes here",
                    suggestion=near,
                )
            else:
                wanted[name] = value.text
                _check_known(value, axes[name], f"{path}.{name}", reading)
        yield _Exclusion(item, wanted, vendor)


def _check_known(node: ScalarNode, values: Sequence[Value], path: str, reading: Reading) -> None:
    if any(node.text in {value.name, value.text} for value in values):
        return
    names = [value.name for value in values]
    reading.wrong(
        node,
        path,
        f"the axis has no value {quoted(node.text)}",
        value=node.text,
        known=names,
        known_as="values here",
        suggestion=nearest(node.text, names),
    )


# -- rows -------------------------------------------------------------------------------------------------------------


def _read_rows(node: ListNode, matrix: Matrix, reading: Reading) -> None:
    if len(node.items) > CELLS_MAX:
        what = f"has {len(node.items)} rows; at most {CELLS_MAX} fit"
        reading.wrong(node, MATRIX, what, next="write several scenarios")
        return
    rows = [item for item in node.items if isinstance(item, MapNode)]
    for item in node.items:
        if not isinstance(item, MapNode):
            reading.misshapen(item, MATRIX, "a row", next=f"write - {{{CASE}: NAME, …}}")
    for name, (key, _) in rows[0].entries.items() if rows else ():
        if name != CASE:
            _name(key, matrix, reading)
    names = [row.entries[CASE] for row in rows if CASE in row.entries]
    _refuse_twins([(name, name) for _, name in names if isinstance(name, ScalarNode)], f"{MATRIX}.{CASE}", reading)
    for row in rows:
        _check_row(row, matrix.names, reading)
    if len(names) == len(rows) and all(isinstance(name, ScalarNode) for _, name in names):
        labels = _labels([(name, name) for _, name in names if isinstance(name, ScalarNode)])
        for label, row in zip(labels, rows, strict=True):
            values = {name: Value(label, label, value) for name, (_, value) in row.entries.items()}
            matrix.cells.append(Cell(label, values))


def _check_row(row: MapNode, names: Collection[str], reading: Reading) -> None:
    if CASE not in row.entries:
        reading.wrong(row, MATRIX, f"{CASE} is missing", next=f"add {CASE}: what is special about this row")
    for name, (_, value) in row.entries.items():
        if name == CASE and not isinstance(value, ScalarNode):
            reading.misshapen(value, f"{MATRIX}.{name}", "a text", next="write what is special about this row")
        else:
            _check_value(value, f"{MATRIX}.{name}", reading)
    excused: set[str | None] = set()
    for name, (key, _) in row.entries.items():
        if name not in {CASE, *names}:
            near = nearest(name, [known for known in names if known not in row.entries])
            excused.add(near)
            then = None if near else "name the same values in every row"
            what = f"the first row has no {quoted(name)}"
            reading.wrong(
                key, MATRIX, what, value=name, known=[*names], known_as="values of a row", suggestion=near, next=then
            )
    for name in names:
        if name not in row.entries and name not in excused:
            reading.wrong(row, MATRIX, f"{name} is missing, which the first row has", next=f"add {name}: …")
