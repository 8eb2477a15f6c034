"""From lines to evidence: every sign that a line or a text shows, and every code in it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from simulator.diagnose.code_signs import code_of_sign, codes_in
from simulator.diagnose.concepts import clauses, concepts_of, sentences
from simulator.diagnose.evidence import TEXT_LENGTH_MAX, Evidence
from simulator.diagnose.masking import masked
from simulator.diagnose.sign import Scope, Sign
from simulator.diagnose.signs import signs
from simulator.diagnose.traditional import simplified

_OF_MACHINES: Final = frozenset({"log", "answer"})


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a ticket before its lines are read.

    Attributes:
        services: Vendors that it is about, and `im` where IM is in it.
        text: All that a person wrote, to tell whose code a number is.
        makers: How many makers of phones are named; a line by itself is not held against it.
    """

    services: tuple[str, ...] = ()
    text: str = ""
    makers: int = 99


def evidence_of_line(text: str, file: str, line: int, about: About) -> Iterator[Evidence]:
    """Walk what one line, of a log or of prose, shows by its patterns and codes."""
    plain = simplified(text)
    for one in signs().values():
        if one.regex is not None and about.makers >= one.makers_min and one.regex.search(plain):
            yield _evidence(one, text, file, line)
    yield from evidence_of_codes(text, file, line, about)


def evidence_of_codes(text: str, file: str, line: int, about: About) -> Iterator[Evidence]:
    """Walk the codes of one line."""
    for code in codes_in(text, about.services, about.text):
        yield Evidence(file, line, _shown(text), code.means, code.sign, code.speaks(), good=code.is_success)


def without_vague_codes(found: Iterable[Evidence]) -> Iterator[Evidence]:
    """Walk *found* without codes that only say "unknown error" where another code, or the line itself, says more."""
    kept = tuple(found)
    codes = {one.sign: code for one in kept if (code := code_of_sign(one.sign)) is not None and not one.good}
    vague = {sign for sign, code in codes.items() if code.is_vague}
    says_more = len(codes) > len(vague)
    telling = {one.text for one in kept if one.area in _OF_MACHINES and not one.good and one.sign not in codes}
    return (one for one in kept if one.sign not in vague or not (says_more or one.text in telling))


def unsettled(found: Iterable[Evidence]) -> Iterator[Evidence]:
    """Walk *found*, in the order of its lines, without what a later line of its part shows to have come to nothing."""
    kept = tuple(found)
    last = {(one.file, one.sign): index for index, one in enumerate(kept) if one.good}
    known = signs()
    for index, one in enumerate(kept):
        by = known[one.sign].settled_by if one.sign in known else ""
        if not by or last.get((one.file, by), -1) < index:
            yield one


def evidence_of_prose(lines: Sequence[str], file: str, numbers: Sequence[int] = ()) -> Iterator[Evidence]:
    """Walk what a text that a person wrote shows by the concepts that stand together in it; each sign once.

    Args:
        lines: Of the text.
        file: It stands in.
        numbers: Of its lines there; from 1 on where none are given.
    """
    numbers = numbers or range(1, len(lines) + 1)
    found: dict[str, Evidence] = {}
    whole: set[str] = set()
    for number, text in zip(numbers, lines, strict=True):
        of_text: list[tuple[str, frozenset[str]]] = []
        for sentence in sentences(text):
            of_sentence: set[str] = set()
            of_clauses: set[str] = set()
            for clause in clauses(sentence):
                concepts = concepts_of(clause)
                of_text.append((clause, concepts))
                of_sentence |= concepts
                of_clauses |= _note(found, Scope.CLAUSE, concepts, clause, file, number)
            of_text.append((sentence, concepts_of(sentence)))
            said = frozenset(of_sentence)
            _note(found, Scope.SENTENCE, said, sentence, file, number, of_clauses)
            whole |= of_sentence
        _note_pairs(found, of_text, file, number)
    _note(found, Scope.TEXT, frozenset(whole), " ".join(lines), file, next(iter(numbers), 0))
    yield from found.values()


def _note(
    found: dict[str, Evidence],
    scope: Scope,
    concepts: frozenset[str],
    text: str,
    file: str,
    line: int,
    said: Collection[str] = (),
) -> set[str]:
    """Put the signs of a stretch of text into *found*, unless one of its clauses has *said* their opposite."""
    shown = set()
    for one in signs().values():
        if one.opposite not in said and any(
            condition.scope is scope and condition.holds(concepts) for condition in one.conditions
        ):
            shown.add(one.name)
            found.setdefault(one.name, _evidence(one, text, file, line))
    return shown


def _note_pairs(
    found: dict[str, Evidence], of_text: Sequence[tuple[str, frozenset[str]]], file: str, line: int
) -> None:
    """Put the signs that two clauses or sentences of one text show together into *found*."""
    for one in signs().values():
        for condition in one.conditions:
            if one.name in found or condition.other is None:
                continue
            firsts = [clause for clause, concepts in of_text if condition.holds(concepts)]
            others = [clause for clause, concepts in of_text if condition.other.holds(concepts)]
            both = next(((first, other) for first in firsts for other in others if first != other), None)
            if both is not None:
                found[one.name] = _evidence(one, " … ".join(both), file, line)


def without_ruled_out(found: Iterable[Evidence]) -> Iterator[Evidence]:
    """Walk *found* without good signs whose opposite is told as well."""
    kept = tuple(found)
    known = signs()
    ruled_out = {known[one.sign].opposite for one in kept if one.sign in known}
    return (one for one in kept if one.sign not in ruled_out)


def _evidence(one: Sign, text: str, file: str, line: int) -> Evidence:
    return Evidence(file, line, _shown(text), one.means, one.name, one.speaks, good=one.good)


def _shown(text: str) -> str:
    return masked(text.strip()[:TEXT_LENGTH_MAX])
