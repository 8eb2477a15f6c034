import string

import pytest

from simulator.push.reason import Reason
from simulator.scenario.steps import STEPS
from simulator.scenario.suggest import alike, edits, nearest

VERBS = tuple(STEPS)
REASONS = tuple(str(reason) for reason in Reason)
VENDORS = ("honor", "huawei", "meizu", "oppo", "vivo", "xiaomi")
FIELDS = ("phone", "within", "times", "title", "body", "channel", "importance", "sound", "because", "pause", "user")
SETS = {"verbs": VERBS, "reasons": REASONS, "vendors": VENDORS, "fields": FIELDS}


def one_edit_typos(name: str) -> list[str]:
    typos = [name[:i] + name[i + 1 :] for i in range(len(name))]
    typos += [name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in range(len(name) - 1)]
    typos += [name[:i] + letter + name[i + 1 :] for i in range(len(name)) for letter in string.ascii_lowercase]
    typos += [name[:i] + letter + name[i:] for i in range(len(name) + 1) for letter in string.ascii_lowercase]
    typos += [name.upper(), name.title(), name.replace("_", "-"), f"{name}s", name.removesuffix("s")]
    return typos


@pytest.mark.parametrize("names", SETS.values(), ids=SETS)
def test_first_suggestion_for_one_edit_typos_is_right_in_95_of_100(names: tuple[str, ...]) -> None:
    right = total = 0
    for name in names[:: len(names) // 10 + 1]:
        typos = [typo for typo in one_edit_typos(name)[::11] if typo not in names]
        total += len(typos)
        right += sum(nearest(typo, names) == name for typo in typos)
    assert right >= total * 0.95


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("bbo", ("alice", "bob"), "bob"),
        ("bob_phnoe", ("bob_phone", "bob_phone2"), "bob_phone"),
        ("KillApp", VERBS, "kill_app"),
        ("kill-app", VERBS, "kill_app"),
        ("ｋｉｌｌ_app", VERBS, "kill_app"),
        ("“kill_app”", VERBS, "kill_app"),
        ("kill\u200b_app", VERBS, "kill_app"),
        ("app_kill", VERBS, "kill_app"),
        ("arrive", VERBS, "must_arrive"),
        ("phones", ("phone", "photos"), "phone"),
        ("C1", ("C10", "C01", "C11"), "C01"),
        ("vivo_x60", ("vivo X60", "vivo X20"), "vivo X60"),
        ("form", ("from", "for", "farm"), "from"),
    ],
)
def test_the_name_that_was_meant_comes_first(word: str, known: tuple[str, ...], meant: str) -> None:
    assert nearest(word, known) == meant


@pytest.mark.parametrize(
    ("word", "known"),
    [("", VERBS), ("x", ("s", "d")), ("zoe", ("alice", "bob")), ("bob_phone", ("carol_phone",)), ("a" * 65, VERBS)],
)
def test_nothing_is_suggested_where_nothing_is_near(word: str, known: tuple[str, ...]) -> None:
    assert nearest(word, known) is None


def test_nothing_is_suggested_of_no_names() -> None:
    assert nearest("bob", ()) is None


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("", "", 0),
        ("a", "", 1),
        ("", "abc", 3),
        ("abc", "abc", 0),
        ("abc", "acb", 1),
        ("ca", "abc", 3),
        ("kitten", "sitting", 3),
    ],
)
def test_edits(one: str, other: str, count: int) -> None:
    assert edits(one, other) == count
    assert edits(other, one) == count


def test_alike_names_are_sorted_by_likeness() -> None:
    assert alike("vivo X61", ("OPPO R15", "vivo Y3", "vivo X60"), 2) == ["vivo X60", "vivo Y3"]
