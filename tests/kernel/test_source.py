from datetime import date

import pytest

from simulator.kernel.source import Dated, Fact, Grade, Source

SOURCE = Source("vivo server API", "timeToLive")
SINCE = date(2023, 4, 1)


def a_fact(name: str, since: date | None = None) -> Fact[int]:
    return Fact(name, 1, SOURCE, since)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (Source("vivo guide", "step 5", ("C19",)), "vivo guide, step 5 (C19), documented"),
        (Source("vivo guide", statements=("C19", "V05")), "vivo guide (C19, V05), documented"),
        (Source("vivo receipts", grade=Grade.ASSUMED), "vivo receipts, assumed"),
    ],
)
def test_source_reads_as_a_quotation(source: Source, text: str):
    assert str(source) == text


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(1970, 1, 1), "old"),
        (date(2023, 3, 31), "old"),
        (date(2023, 4, 1), "new"),
        (date(2025, 12, 31), "new"),
        (date(2026, 1, 1), "newest"),
    ],
)
def test_date_decides_which_edition_holds(day: date, name: str):
    dated = Dated(a_fact("newest", date(2026, 1, 1)), a_fact("old"), a_fact("new", SINCE))
    assert dated.on(day).name == name


@pytest.mark.parametrize(
    "editions",
    [
        (),
        (a_fact("a", SINCE),),
        (a_fact("a"), a_fact("b")),
        (a_fact("a"), a_fact("b", SINCE), a_fact("c", SINCE)),
    ],
)
def test_editions_that_leave_open_what_holds_are_refused(editions: tuple[Fact[int], ...]):
    with pytest.raises(ValueError, match="one edition holds from the beginning"):
        Dated(*editions)
