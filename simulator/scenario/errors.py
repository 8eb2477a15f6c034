"""What can be wrong with a scenario: how it is written, or how it ends. The only place that words these errors.

```
Exception
├── ScenarioError      one mistake of the writer: where, what, known names, did-you-mean, what next
├── ScenarioErrors     all mistakes found at once, in the order of the file; what loading raises
└── ExpectationFailed  a scenario expected something and did not get it
```

A vendor's refusal is none of these: it is an answer on the wire and a record. Any other exception, `assert` or not, is
our own fault and is shown with its traceback.
"""

import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from simulator.kernel.trace import Record

_WIDTH = 110
_VALUE_LENGTH_MAX = 120
_NAME_LENGTH_MAX = 90
_KNOWN_LINES_MAX = 6
_ERRORS_SHOWN_MAX = 50
_USERS_SHOWN_MAX = 3


def quoted(value: str) -> str:
    """Return *value* in quotes, shortened to 120 characters, with what cannot be seen spelt out."""
    if len(value) > _VALUE_LENGTH_MAX:
        value = value[: _VALUE_LENGTH_MAX - 1] + "…"
    return '"' + "".join(map(_visible, value)) + '"'


def _visible(character: str) -> str:
    if character == "\n":
        return "\\n"
    # Controls, formats such as the zero-width space, surrogates, and every space but the usual one.
    if character != " " and unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}:
        return f"\\u{ord(character):04x}"
    return character


def _listed(name: str) -> str:
    """Return a known name for a list: shortened, with what cannot be seen spelt out."""
    short = name if len(name) <= _NAME_LENGTH_MAX else f"{name[: _NAME_LENGTH_MAX - 1]}…"
    return "".join(map(_visible, short))


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a file.

    Attributes:
        file: As the user wrote it, or relative to the current directory.
        line: From 1; 0 when the file as a whole is meant.
        column: From 1; 0 when the line as a whole is meant.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return `file:line:column`, as editors and CI understand it."""
        return ":".join([self.file, *(str(number) for number in (self.line, self.column) if number)])


class Parts(TypedDict, total=False):
    """What a `ScenarioError` can say besides where and what."""

    value: str | None
    known: Sequence[str]
    known_as: str
    suggestion: str | None
    next: str | None
    used_in: Sequence[Where]


class ScenarioError(Exception):
    """One mistake of the writer of a scenario, a world or a list of steps.

    Attributes:
        where: The place of the mistake.
        path: Of the field, from the step's verb or the top: `send_message.to`; empty where no field is meant.
        what: What is wrong, as one clause in lower case.
        value: What stands there; None where nothing does.
        known: Names that would have been right.
        known_as: What the known names are: `users here`.
        suggestion: The known name that was probably meant.
        next: What to do.
        used_in: Places that brought in what stands at `where`, the nearest first: a placeholder, a `use:`.
    """

    def __init__(
        self,
        where: Where,
        path: str,
        what: str,
        *,
        value: str | None = None,
        known: Sequence[str] = (),
        known_as: str = "known",
        suggestion: str | None = None,
        next: str | None = None,  # noqa: A002 - the same word as in the text
        used_in: Sequence[Where] = (),
    ) -> None:
        super().__init__(where, path, what)
        self.where = where
        self.path = path
        self.what = what
        self.value = value
        self.known = tuple(known)
        self.known_as = known_as
        self.suggestion = suggestion
        self.next = next
        self.used_in = tuple(used_in)

    def text(self) -> str:
        """Return the error for people: where and what, then known names, did-you-mean and next; 12 lines at most."""
        lines = [f"{self.where}: {self.path}: {self.what}" if self.path else f"{self.where}: {self.what}"]
        lines += [f"  used in: {place}" for place in self.used_in[:_USERS_SHOWN_MAX]]
        if self.known:
            lines += self._known_lines()
        if self.suggestion is not None:
            lines.append(f"  did you mean {quoted(self.suggestion)}?")
        if self.next is not None:
            lines += textwrap.wrap(
                f"next: {self.next}", _WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
            )
        return "\n".join(lines)

    def seen_from(self, users: Sequence[Where]) -> "ScenarioError":
        """Return the same, which *users* brought in, the nearest first."""
        return ScenarioError(
            self.where,
            self.path,
            self.what,
            value=self.value,
            known=self.known,
            known_as=self.known_as,
            suggestion=self.suggestion,
            next=self.next,
            used_in=(*self.used_in, *users),
        )

    def _known_lines(self) -> list[str]:
        lines = textwrap.wrap(
            f"{self.known_as}: {', '.join(map(_listed, self.known))}",
            _WIDTH,
            initial_indent="  ",
            subsequent_indent="    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        if len(lines) <= _KNOWN_LINES_MAX:
            return lines
        shown = lines[: _KNOWN_LINES_MAX - 1]
        more = len(self.known) - sum(line.count(",") for line in shown)
        return [*shown, f"    and {more} more"]

    def __str__(self) -> str:
        """Return `text()`."""
        return self.text()


class ScenarioErrors(Exception):
    """All mistakes of the writer found at once.

    Attributes:
        errors: One or more, by file and place; what several cells or scenarios have in common only once.
    """

    def __init__(self, errors: Sequence[ScenarioError]) -> None:
        super().__init__(*errors)
        different: dict[tuple[Where, str, str], ScenarioError] = {}
        for error in errors:
            different.setdefault((error.where, error.path, error.what), error)
        self.errors = tuple(sorted(different.values(), key=lambda error: error.where))

    def text(self) -> str:
        """Return the errors for people, one below the other; of a great many only the first 50."""
        texts = [error.text() for error in self.errors[:_ERRORS_SHOWN_MAX]]
        hidden = len(self.errors) - len(texts)
        if hidden:
            texts.append(f"and {hidden} more mistakes; correct these first")
        return "\n".join(texts)

    def __str__(self) -> str:
        """Return `text()`."""
        return self.text()


class ExpectationFailed(Exception):
    """A scenario expected something and did not get it.

    Attributes:
        what: One clause in lower case: `bob_phone showed nothing within 60s`.
        details: Label and value of each line below it, in order: `("dropped", "channel …")`.
        push_id: The push that the details are about; `None` where they name none.
        stopped_by: The record of what stopped a token or a tap; `None` where a push tells it, or nothing was stopped.
        missing: The reason that something should have been refused for; empty where another expectation was not met.
    """

    def __init__(
        self,
        what: str,
        details: Sequence[tuple[str, str]] = (),
        *,
        push_id: int | None = None,
        stopped_by: Record | None = None,
        missing: str = "",
    ) -> None:
        super().__init__(what, tuple(details))
        self.what = what
        self.details = tuple(details)
        self.push_id = push_id
        self.stopped_by = stopped_by
        self.missing = missing

    def text(self) -> str:
        """Return what was missed and its details, one line each; the place is the runner's to add."""
        return "\n".join([self.what, *(f"  {label}: {value}" for label, value in self.details)])

    def __str__(self) -> str:
        """Return `text()`."""
        return self.text()
