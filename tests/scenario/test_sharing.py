"""What scenarios share: fragments, the defaults of a suite, and data that are made up."""

from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.kernel.units import Duration
from simulator.scenario.errors import ScenarioErrors
from simulator.scenario.fragments import STEPS_MAX
from simulator.scenario.loader import load_scenario, suite_root
from simulator.scenario.made_up import KINDS, LETTERS, LOCALE
from simulator.scenario.model import Case, Scenario, cases
from tests.scenario.small_steps import BEGIN as STEPS_TEXT
from tests.scenario.small_steps import TOP as HEAD
from tests.scenario.small_steps import VOCABULARY, Send

Suite = Callable[[dict[str, str]], Scenario]


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    """Write files and read `a/b/x.yaml` of them."""

    def read(files: dict[str, str]) -> Scenario:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load_scenario(tmp_path / "a/b/x.yaml", VOCABULARY, tmp_path)

    return read


def verbs(scenario: Scenario) -> list[str]:
    return [placed.verb for placed in scenario.steps]


# -- fragments --------------------------------------------------------------------------------------------------


def test_the_steps_of_a_fragment_stand_where_it_is_used(suite: Suite) -> None:
    scenario = suite(
        {
            "a/b/x.yaml": f"{HEAD}steps:\n  - use: ../_begin.yaml\n  - stop: bob_phone\n  - glance\n",
            "a/_begin.yaml": "steps:\n  - begin: bob_phone\n  - stop: bob_phone\n",
        }
    )
    assert verbs(scenario) == ["begin", "stop", "stop", "glance"]
    assert [placed.line_of_scenario for placed in scenario.steps] == [4, 4, 5, 6]
    assert [placed.fragment_place.rpartition("/")[2] for placed in scenario.steps] == [
        "_begin.yaml:2",
        "_begin.yaml:3",
        "",
        "",
    ]


def test_a_fragment_gets_its_values_from_its_user_and_hands_them_on(suite: Suite) -> None:
    scenario = suite(
        {
            "a/b/x.yaml": HEAD
            + "matrix: {name: [bob, carol]}\nsteps:\n"
            + "  - use: {file: _two.yaml, user: <name>, inner: {word: a}}\n  - glance\n",
            "a/b/_two.yaml": "steps:\n  - begin: {phone: p, user: <user>}\n"
            "  - use: {file: _send.yaml, to: <user>, inner: <inner>}\n",
            "a/b/_send.yaml": "steps: [{send: {from: alice, to: <to>, inner: <inner>}}]\n",
        }
    )
    found = [placed.step for cell in scenario.cells for placed in cell.steps if placed.verb == "send"]
    assert [(step.to, step.inner and step.inner.word) for step in found if isinstance(step, Send)] == [
        ("bob", "a"),
        ("carol", "a"),
    ]


def test_a_mistake_in_a_fragment_says_who_uses_it(suite: Suite) -> None:
    with pytest.raises(ScenarioErrors) as caught:
        suite(
            {
                "a/b/x.yaml": f"{HEAD}steps:\n  - use: _begin.yaml\n  - use: _begin.yaml\n  - glance\n",
                "a/b/_begin.yaml": "steps:\n  - begin: {phon: bob_phone}\n",
            }
        )
    [error] = caught.value.errors
    assert (error.where.file.rpartition("/")[2], error.where.line, error.where.column) == ("_begin.yaml", 2, 13)
    assert [(place.file.rpartition("/")[2], place.line) for place in error.used_in] == [("x.yaml", 4)]


def test_fragments_that_multiply_end_at_a_limit(suite: Suite) -> None:
    ten = "".join("  - use: _{}.yaml\n" for _ in range(11))
    files = {f"a/b/_{level}.yaml": "steps:\n" + ten.format(*[level + 1] * 11) for level in range(4)}
    with pytest.raises(ScenarioErrors) as caught:
        suite({**files, "a/b/_4.yaml": "steps: [glance]\n", "a/b/x.yaml": f"{HEAD}steps: [{{use: _0.yaml}}]\n"})
    assert {error.what for error in caught.value.errors} == {
        f"a scenario has at most {STEPS_MAX} steps, with all its fragments"
    }


# -- the defaults of a suite ------------------------------------------------------------------------------------


def test_what_is_nearer_to_the_scenario_counts_more(suite: Suite) -> None:
    scenario = suite(
        {
            "_suite.yaml": "tags: [all, one]\nvendors: [oppo]\npause: 5s\nim: {edition: trial, sdk_app_id: 7}\n",
            "a/_suite.yaml": "tags: [one]\npause: 3s\nim: {sdk_app_id: 8}\n",
            "a/b/x.yaml": f"name: x\ntags: [own]\nim: {{secret_key: k}}\n{STEPS_TEXT}",
        }
    )
    assert (scenario.tags, scenario.vendors) == (("all", "one", "own"), ("oppo",))
    assert scenario.world.pause == Duration(3_000)
    assert (scenario.world.im.edition, scenario.world.im.sdk_app_id, scenario.world.im.secret_key) == ("trial", 8, "k")


def test_a_scenario_beside_the_suite_knows_nothing_of_it(suite: Suite) -> None:
    assert suite({"c/_suite.yaml": "tags: [c]\n", "a/b/x.yaml": HEAD + STEPS_TEXT}).tags == ()


def test_a_scenario_is_the_same_however_it_is_named(
    suite: Suite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suite({"_suite.yaml": "tags: [all]\n", "a/b/x.yaml": HEAD + STEPS_TEXT})
    monkeypatch.chdir(tmp_path)
    path = Path("a/b/x.yaml")
    for given in (Path(), Path("a"), Path("a/b"), path):
        assert load_scenario(path, VOCABULARY, suite_root(path, [given])).tags == ("all",)


# -- made-up data -----------------------------------------------------------------------------------------------

MADE_UP = f"""\
{HEAD}faker: {{bob: user_name, text: word}}
matrix: {{round: [1, 2]}}
steps:
  - begin: {{phone: bob_phone, user: <bob>}}
  - send: {{from: alice, to: <bob>, text: <text>}}
  - glance
"""


def made_up(path: Path, seed: int, text: str = MADE_UP) -> tuple[Case, ...]:
    path.write_text(text, encoding="utf-8")
    return cases(load_scenario(path, VOCABULARY, seed=seed), ("oppo", "vivo"))


def test_made_up_data_are_those_of_the_seed_and_the_cell(tmp_path: Path) -> None:
    one, again, other = (made_up(tmp_path / "x.yaml", seed) for seed in (1, 1, 2))
    values = [case.values for case in one]
    assert values == [case.values for case in again]
    assert values != [case.values for case in other]
    assert values[0] != values[1]
    assert values[:2] == values[2:], "every vendor gets the same"


def test_made_up_data_stand_in_the_steps_and_in_the_values_of_the_case(tmp_path: Path) -> None:
    for case in made_up(tmp_path / "x.yaml", 1):
        [sent] = [placed.step for placed in case.scenario.steps if isinstance(placed.step, Send)]
        assert (sent.to, sent.text) == (case.values["bob"], case.values["text"])
        assert case.values["round"] in case.case_id


def test_more_made_up_data_change_none_of_the_others(tmp_path: Path) -> None:
    few = made_up(tmp_path / "x.yaml", 1)
    more = made_up(
        tmp_path / "x.yaml",
        1,
        MADE_UP.replace("{bob:", "{mixed: name, bob:").replace("text: <", "mixed: <mixed>, text: <"),
    )
    assert [case.values["bob"] for case in few] == [case.values["bob"] for case in more]


def test_made_up_data_are_chinese_unless_said_otherwise(tmp_path: Path) -> None:
    text = MADE_UP.replace("text: word", "text: {kind: word, locale: en_US}, mixed: name")
    [case, *_] = made_up(tmp_path / "x.yaml", 1, text.replace("text: <text>", "text: <text>, mixed: <mixed>"))
    assert case.values["text"].isascii()
    assert not case.values["mixed"].isascii()


def test_letters_are_as_many_as_wanted(tmp_path: Path) -> None:
    for case in made_up(tmp_path / "x.yaml", 1, MADE_UP.replace("text: word", "text: {kind: letters, length: 9}")):
        [sent] = [placed.step for placed in case.scenario.steps if isinstance(placed.step, Send)]
        assert (len(sent.text), sent.text.isascii(), sent.text.isalnum()) == (9, True, True)
        assert case.values["text"] == sent.text


def test_letters_are_those_of_the_seed(tmp_path: Path) -> None:
    text = MADE_UP.replace("text: word", "text: {kind: letters, length: 10}")
    one, other = (made_up(tmp_path / "x.yaml", seed, text)[0].values["text"] for seed in (1, 2))
    assert (len(one), one != other) == (10, True)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != LETTERS])
def test_each_kind_of_data_can_be_made_up(kind: str) -> None:
    from faker import Faker

    assert str(Faker(LOCALE).format(kind))
