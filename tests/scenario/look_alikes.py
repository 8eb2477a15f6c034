"""Shipped scenarios written otherwise, and not changed by it: comments, quotes, blocks for braces, other orders."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from simulator.scenario.loader import scenario_of_text
from simulator.scenario.model import Case, cases
from simulator.scenario.nodes import ListNode, MapNode, Node, ScalarNode
from simulator.vendors import VENDORS
from tests.scenario.mutating import SUITE, VOCABULARY, Draw, document_of

Rewriting = Callable[[Path, Draw], str]


def meaning(path: Path, text: str) -> list[Any]:
    """Return all that *text* means, without its places."""
    scenario = scenario_of_text(path, text, VOCABULARY, SUITE)
    head = (scenario.name, scenario.covers, scenario.other_side, scenario.vendors, scenario.tags)
    return [
        head,
        *(
            (
                case.case_id,
                case.values,
                case.scenario.world,
                _steps_of(case),
            )
            for case in cases(scenario, tuple(VENDORS))
        ),
    ]


def _steps_of(case: Case) -> list[Any]:
    return [(one.verb, one.step, one.pause) for one in case.scenario.steps]


def with_comments(path: Path, draw: Draw) -> str:
    """Add comments above lines, and behind those in which no text goes on."""
    return "\n".join(_commented(_lines(path), draw))


def _commented(lines: list[str], draw: Draw) -> Iterator[str]:
    yield "# 说明：这里 {什么} 都不改 — nothing: changes"
    for line in lines:
        if draw.chance(30) and not line.startswith(" " * 6):
            yield f"{' ' * draw.below(6)}# {draw.one_of(['a: b', '- x', '：，【】', '{', 'steps:'])}"
        yield f"{line}   # behind it" if line.endswith("}") and draw.chance(50) else line


def with_blank_lines(path: Path, draw: Draw) -> str:
    """Add empty lines, and blanks at ends, outside of texts of several lines, where they would be text."""
    lines, text_indent = [], None
    for line in _lines(path):
        indent = len(line) - len(line.lstrip())
        if text_indent is not None and indent <= text_indent:
            text_indent = None
        if line.endswith(": |"):
            text_indent = indent
        lines.append(f"{line}{' ' * draw.below(3)}\n" if text_indent is None and draw.chance(40) else line)
    return "\n" + "\n".join(lines) + "\n\n"


def with_windows_line_ends(path: Path, _draw: Draw) -> str:
    """End lines as Windows does."""
    return "\r\n".join(_lines(path))


def in_blocks(path: Path, _draw: Draw) -> str:
    """Write every map and list in lines of its own."""
    return "\n".join(_block(document_of(path).root, "")) + "\n"


def in_braces(path: Path, _draw: Draw) -> str:
    """Write the whole file in braces and brackets."""
    return _flow(document_of(path).root, _as_it_is) + "\n"


def in_quotes(path: Path, draw: Draw) -> str:
    """Put every text that may have them in quotes, and its keys as well."""

    def quoted(node: ScalarNode) -> str:
        if not node.is_plain or _is_special(node):
            return _as_it_is(node)
        return _in_single(node) if draw.chance(50) else _in_double(node)

    return _flow(document_of(path).root, quoted) + "\n"


def in_another_order(path: Path, draw: Draw) -> str:
    """Shuffle the keys of steps and of the top, whose order means nothing."""
    root = document_of(path).root
    assert isinstance(root, MapNode)
    steps = root.entries["steps"][1]
    assert isinstance(steps, ListNode)
    for item in steps.items:
        if isinstance(item, MapNode):
            _shuffle(next(iter(item.entries.values()))[1], draw)
    _shuffle(root, draw)
    return "\n".join(_block(root, "")) + "\n"


REWRITINGS: tuple[Rewriting, ...] = (
    with_comments,
    with_blank_lines,
    with_windows_line_ends,
    in_blocks,
    in_braces,
    in_quotes,
    in_another_order,
)


# -- writing YAML -----------------------------------------------------------------------------------------------------


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _shuffle(node: Node, draw: Draw) -> None:
    if isinstance(node, MapNode):
        node.entries = dict(draw.some_of(list(node.entries.items()), len(node.entries)))


def _is_special(node: ScalarNode) -> bool:
    """Whether quotes would make it another value: a placeholder, or what JSON has other words for."""
    text = node.text
    return node.is_missing or text in {"true", "false"} or text[:1] in set("<-+.0123456789")


def _as_it_is(node: ScalarNode) -> str:
    if node.is_plain:
        # In braces a plain text ends at a comma or a bracket.
        return _in_single(node) if set(node.text) & set(",[]{}:#'") and not _is_special(node) else node.text
    return _in_double(node)


def _in_single(node: ScalarNode) -> str:
    text = node.text.replace("'", "''")
    return f"'{text}'"


def _in_double(node: ScalarNode) -> str:
    return json.dumps(node.text, ensure_ascii=False)


def _flow(node: Node, write: Callable[[ScalarNode], str]) -> str:
    if isinstance(node, ScalarNode):
        return write(node)
    if isinstance(node, ListNode):
        return f"[{', '.join(_flow(item, write) for item in node.items)}]"
    assert isinstance(node, MapNode)
    parts = (f"{_flow(key, write)}: {_flow(value, write)}" for key, value in node.entries.values())
    return f"{{{', '.join(parts)}}}"


def _block(node: Node, indent: str) -> Iterator[str]:
    if isinstance(node, MapNode) and node.entries:
        for key, value in node.entries.values():
            yield from _member(f"{indent}{_as_it_is(key)}:", value, indent)
    elif isinstance(node, ListNode) and node.items:
        for item in node.items:
            if isinstance(item, ScalarNode) or not _has_parts(item):
                yield f"{indent}- {_flow(item, _as_it_is)}"
            else:
                first, *others = _block(item, indent + "  ")
                yield f"{indent}- {first[len(indent) + 2 :]}"
                yield from others
    else:
        yield f"{indent}{_flow(node, _as_it_is)}"


def _has_parts(node: Node) -> bool:
    return bool(node.entries if isinstance(node, MapNode) else isinstance(node, ListNode) and node.items)


def _member(key: str, value: Node, indent: str) -> Iterator[str]:
    if isinstance(value, ScalarNode) or not _has_parts(value):
        yield f"{key} {_flow(value, _as_it_is)}"
    else:
        yield key
        yield from _block(value, indent + "  ")
