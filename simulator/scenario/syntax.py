"""Says in plain words why a text is not YAML, and which character is the likely culprit."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import yaml

from simulator.scenario import punctuation
from simulator.scenario.errors import quoted

_BAD_INDENT = re.compile(r"^ *([\t\u3000\u00a0])", re.MULTILINE)
_LINES_LOOKED_BACK = 3
_ENTRY = re.compile(r"( *)- ")
_TOP_KEY = re.compile(r"\w+:")
_BESIDE_MIN = 2
"""Entries that are indented alike, before another one is a stray."""
_STRAY_MARK = re.compile(r" *(-(?=[a-z_]+:)|--+(?= )|\d+[.)](?= )|[*+•·](?= ))")
"""What people begin entries of lists with elsewhere."""
_NEVER_CLOSED = frozenset({"found unexpected end of stream", "found unexpected document indicator"})
_GLUED_COLON = re.compile(r"[ -]*\w+(:)[{\[\"']")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a text, and where.

    Attributes:
        line: From 1.
        column: From 1.
        what: One clause in lower case.
        next: What to do.
    """

    line: int
    column: int
    what: str
    next: str


_WORDS: dict[str, tuple[str, str]] = {
    "found character that cannot start any token": (
        "no value can begin with CHARACTER",
        "put the value in quotes",
    ),
    "block sequence entries are not allowed in this context": (
        'a list cannot begin behind "key:" in the same line',
        'begin the list with its first "- " on a line of its own',
    ),
    "mapping keys are not allowed in this context": ('no value can begin with "? "', "put the value in quotes"),
    "could not find expected ':'": (
        'this line has neither "- " before it nor ": " in it',
        'write "key: value", with a space behind the colon',
    ),
    "found unexpected end of stream": (
        "the quotation mark opened here is never closed",
        "close it, or write the text without quotation marks",
    ),
    "found unexpected document indicator": (
        "the quotation mark opened here is never closed",
        "close it, or write the text without quotation marks",
    ),
    "found unknown escape character": (
        "this escape after a backslash is unknown",
        "use single quotes: there a backslash is itself",
    ),
    "did not find expected hexdecimal number": (
        "this escape after a backslash is unknown",
        "use single quotes: there a backslash is itself",
    ),
    "did not find expected ',' or '}'": (
        'a "," or "}" is missing before here, behind the "{" in PLACE',
        "close the brace, and put a value that holds one of { } [ ] , in quotes",
    ),
    "did not find expected ',' or ']'": (
        'a "," or "]" is missing before here, behind the "[" in PLACE',
        "close the bracket, and put a value that holds one of { } [ ] , in quotes",
    ),
    "did not find expected node content": (
        "something is missing before CHARACTER",
        "remove what is too much, or put the value in quotes",
    ),
    "did not find expected '-' indicator": (
        'this line stands among list entries, but does not begin with "- "',
        'begin it with "- ", or indent it to belong to the entry above',
    ),
    "did not find expected key": (
        "this line is indented neither like its neighbours nor like a part of them",
        "indent lines that belong together by the same number of spaces",
    ),
    "did not find expected <document start>": (
        "the file goes on here after its end",
        "indent lines that belong together by the same number of spaces",
    ),
    "did not find expected alphabetic or numeric character": (
        'no value can begin with "&" or "*"',
        "put the value in quotes",
    ),
    "found unknown directive name": ('no line can begin with "%"', "put the value in quotes"),
}
_OF_INDENTATION = frozenset(
    {
        "did not find expected '-' indicator",
        "did not find expected key",
        "did not find expected <document start>",
        "block sequence entries are not allowed in this context",
    }
)
_BEHIND_A_VALUE = ("this does not belong behind the value before it", "put the whole value in quotes")
_AT_CONTEXT = frozenset(
    {
        "could not find expected ':'",
        "did not find expected alphabetic or numeric character",
    }
)
_NOT_CLOSED = {"did not find expected ',' or '}'": "}", "did not find expected ',' or ']'": "]"}
_CUT_SHORT = ('behind "[", "{" or "," nothing follows', "write what belongs there, and close the bracket")
_OTHERWISE = ("this is not YAML", "compare it with a starter scenario: pushsim new NAME")


def explain(error: yaml.YAMLError, lines: Sequence[str]) -> Mistake:
    """Return the mistake behind *error*, which the YAML parser raised over *lines*."""
    problem = str(getattr(error, "problem", None) or "")
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return Mistake(1, 1, *_OTHERWISE)
    context_mark = getattr(error, "context_mark", None)
    line, column = _last_written(mark.line, mark.column, lines)
    first = context_mark.line if context_mark is not None else line
    return (
        _open_quote(problem, context_mark, lines)
        or _stray_mark(lines, line)
        or _misplaced_punctuation(lines, line, first)
        or _indent(lines, line, first)
        or _end_mark(problem, lines, line)
        or _stray_entry(problem, lines, line)
        or _glued_colon(lines, line, column)
        or _colon(problem, lines, line, column)
        or _never_closed(problem, context_mark, line)
        or _worded(problem, context_mark, lines, line, column)
    )


def bad_indents(text: str, lines: Sequence[str]) -> list[Mistake]:
    """Return the lines of *text* that are indented by anything but plain spaces."""
    if text.isascii() and "\t" not in text:
        return []
    return [
        mistake for number in range(len(lines)) if lines[number].strip() and (mistake := _bad_indent(lines, number))
    ]


def _bad_indent(lines: Sequence[str], line: int) -> Mistake | None:
    text = _at(lines, line)
    match = _BAD_INDENT.match(text)
    if match is None:
        return None
    if match[1] == "\t":
        return Mistake(line + 1, match.end(), "this line is indented by a tab", "indent by spaces: YAML takes no tabs")
    return Mistake(line + 1, match.end(), punctuation.what(match[1]), punctuation.instead(match[1]))


def misplaced(lines: Sequence[str], line: int) -> Mistake | None:
    """Return the full-width character that stands in *line*, from 0, where YAML needs a plain one."""
    text = _at(lines, line)
    column = punctuation.column_of_misplaced(text)
    if column is None:
        return None
    character = text[column]
    return Mistake(line + 1, column + 1, punctuation.what(character), punctuation.instead(character))


def _at(lines: Sequence[str], line: int) -> str:
    return lines[line] if line < len(lines) else ""


def _last_written(line: int, column: int, lines: Sequence[str]) -> tuple[int, int]:
    """Return *line* and *column*, or the end of the last line with text above when the parser stopped below it."""
    if _at(lines, line):
        return line, column
    written = [number for number, text in enumerate(lines[:line]) if text.strip()]
    last = written[-1] if written else 0
    return last, len(_at(lines, last).rstrip())


def _open_quote(problem: str, context_mark: yaml.Mark | None, lines: Sequence[str]) -> Mistake | None:
    """Point to the quotation mark that nothing closes, or to the Chinese one in its line that was to."""
    if problem not in _NEVER_CLOSED or context_mark is None:
        return None
    return misplaced(lines, context_mark.line) or Mistake(
        context_mark.line + 1, context_mark.column + 1, *_WORDS[problem]
    )


def _stray_mark(lines: Sequence[str], line: int) -> Mistake | None:
    """Point to what stands before a step, in the line or the one above, in place of "- "."""
    written = (n for n in range(line, -1, -1) if _at(lines, n).strip() and not _at(lines, n).lstrip().startswith("#"))
    for number in islice(written, 2):
        if mark := _STRAY_MARK.match(_at(lines, number)):
            what = f'{quoted(mark[1])} stands here where an entry of a list begins with "- "'
            return Mistake(number + 1, mark.start(1) + 1, what, 'write "- " before the verb')
    return None


def _misplaced_punctuation(lines: Sequence[str], line: int, first: int) -> Mistake | None:
    """Look in the line itself, then in the few above it, since a text may go on over several lines."""
    for number in range(line, max(-1, min(first, line) - 1, line - _LINES_LOOKED_BACK - 1), -1):
        if mistake := misplaced(lines, number):
            return mistake
    above = _above(lines, line)
    return misplaced(lines, above) if above is not None and not _is_closed(lines[above]) else None


def _is_closed(text: str) -> bool:
    """Whether *text* ends with a bracket and closes all that it opens: what is in those spoils no line below."""
    opened, closed = (Counter(text)[one] for one in "{["), (Counter(text)[one] for one in "}]")
    return text.rstrip().endswith(("}", "]")) and list(opened) == list(closed)


def _above(lines: Sequence[str], line: int) -> int | None:
    """Return the nearest line above *line* in which anything is written."""
    return next((number for number in range(line - 1, -1, -1) if _at(lines, number).strip()), None)


def _end_mark(problem: str, lines: Sequence[str], line: int) -> Mistake | None:
    """Point to the line that ends a YAML document too early, or that is for YAML itself."""
    above = _above(lines, line)
    if problem != "did not find expected <document start>" or above is None:
        return None
    text = lines[above].strip()
    if text.startswith("%"):
        return Mistake(above + 1, 1, *_WORDS["found unknown directive name"])
    if text == "...":
        return Mistake(above + 1, 1, 'the file ends at this "...", and goes on below', 'remove this "..."')
    return None


def _indent(lines: Sequence[str], line: int, first: int) -> Mistake | None:
    mistakes = (_bad_indent(lines, number) for number in range(min(first, line), line + 1))
    return next((mistake for mistake in mistakes if mistake), None)


def _stray_entry(problem: str, lines: Sequence[str], line: int) -> Mistake | None:
    """Point to the entry of a list that stands further in or out than those beside it, which the parser may be at."""
    if problem not in _OF_INDENTATION:
        return None
    entries = {number: len(match[1]) for number in _block(lines, line) if (match := _ENTRY.match(lines[number]))}
    [(usual, count)] = Counter(entries.values()).most_common(1) or [(0, 0)]
    strays = [number for number in entries if entries[number] != usual and not _begins_a_list(lines, number)]
    if not strays or count < _BESIDE_MIN:
        return None
    stray = min(strays, key=lambda number: abs(number - line))
    found = entries[stray]
    what = f"this entry is indented by {_spaces(found)}, and those beside it by {_spaces(usual)}"
    return Mistake(stray + 1, found + 1, what, f"indent it by {_spaces(usual)}")


def _block(lines: Sequence[str], line: int) -> range:
    """Return the lines around *line* that belong to one key at the beginning of a line."""
    keys = [number for number, text in enumerate(lines) if _TOP_KEY.match(text)]
    first = max((number for number in keys if number <= line), default=0)
    return range(first, min((number for number in keys if number > line), default=len(lines)))


def _begins_a_list(lines: Sequence[str], line: int) -> bool:
    """Whether the text above *line* ends with a key of an entry, whose list may stand further in."""
    above = _above(lines, line)
    text = "" if above is None else lines[above].rstrip()
    return text.endswith(":") and not _TOP_KEY.match(text)


def _spaces(count: int) -> str:
    return "1 space" if count == 1 else f"{count or 'no'} spaces"


def _glued_colon(lines: Sequence[str], line: int, column: int) -> Mistake | None:
    """Point to a colon before a bracket or a quotation mark, where a space is missing."""
    glued = _GLUED_COLON.match(_at(lines, line))
    if glued is None or glued.end() > column:
        return None
    what = "this colon has no space behind it, so it is a part of the word before"
    return Mistake(line + 1, glued.start(1) + 1, what, 'write "key: value"')


def _colon(problem: str, lines: Sequence[str], line: int, column: int) -> Mistake | None:
    """Tell a second colon in a line from a line that is indented too deep."""
    if problem != "mapping values are not allowed in this context":
        return None
    text = _at(lines, line)
    if re.search(r":\s", text[:column]):
        then = 'put several fields in { }, and a text that holds ": " in quotes'
        return Mistake(line + 1, column + 1, 'a second ": " in one line', then)
    above = _above(lines, line)
    if above is not None and not re.search(r":(\s|$)", lines[above]):
        start = len(lines[above]) - len(lines[above].lstrip())
        return Mistake(above + 1, start + 1, *_WORDS["could not find expected ':'"])
    indent = len(text) - len(text.lstrip())
    return Mistake(
        line + 1,
        indent + 1,
        "this line is indented deeper than the line above, which has a value already",
        "indent lines that belong together by the same number of spaces",
    )


def _never_closed(problem: str, context_mark: yaml.Mark | None, line: int) -> Mistake | None:
    """Point to a bracket that is open over the end of its line, rather than to where the parser noticed."""
    closing = _NOT_CLOSED.get(problem)
    if closing is None or context_mark is None or context_mark.line == line:
        return None
    return Mistake(
        context_mark.line + 1,
        context_mark.column + 1,
        f"the bracket opened here is not closed before line {line + 1}",
        f'close it with "{closing}", and put commas between its parts',
    )


def _worded(problem: str, context_mark: yaml.Mark | None, lines: Sequence[str], line: int, column: int) -> Mistake:
    what, instead = _WORDS.get(problem, _OTHERWISE)
    if problem in _AT_CONTEXT and context_mark is not None:
        line, column = context_mark.line, context_mark.column
    text = _at(lines, line)
    if problem == "did not find expected key" and re.search(r"""[\]}"'] *$""", text[:column]):
        what, instead = _BEHIND_A_VALUE
    if problem == "did not find expected node content" and column >= len(text):
        what, instead = _CUT_SHORT
    if text[column : column + 1] == "\t":
        what, instead = "a tab stands here", "write spaces: YAML takes no tabs"
    character = f'"{text[column]}"' if column < len(text) else "the end of the line"
    opened = f"{context_mark.line + 1}:{context_mark.column + 1}" if context_mark is not None else "this line"
    return Mistake(line + 1, column + 1, what.replace("CHARACTER", character).replace("PLACE", opened), instead)
