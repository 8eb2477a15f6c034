from pathlib import Path

import pytest

from simulator.kernel.units import Duration
from simulator.scenario.errors import ScenarioErrors
from simulator.scenario.loader import find_scenarios, load_scenario, suite_root
from simulator.scenario.model import Case, PlacedStep, cases
from simulator.scenario.names import Vocabulary
from simulator.world.spec import AppSpec, PhoneSpec
from tests.scenario.small_steps import BEGIN, TOP, Glance, Load, Stop, Wrong

HEAD = "name: x\nvendors: all\n"


def test_a_scenario_has_all_that_stands_in_its_file(load: Load) -> None:
    scenario = load(
        "name: x\ncovers: [C01]\nother_side: [C19]\nvendors: [oppo, vivo]\ntags: [slow]\npause: 2s\n"
        "phones:\n  bob_phone: vivo X60\nsteps:\n  - begin: bob_phone\n"
        "  - stop: {phone: bob_phone, pause: 0ms}\n  - glance\n"
    )
    assert (scenario.name, scenario.covers, scenario.other_side) == ("x", ("C01",), ("C19",))
    assert (scenario.vendors, scenario.tags, scenario.world.pause) == (("oppo", "vivo"), ("slow",), Duration(2_000))
    assert scenario.world.phones == {"bob_phone": PhoneSpec(model="vivo X60")}
    assert scenario.steps[1:] == (
        PlacedStep(Stop(phone="bob_phone"), 11, 5, "stop", Duration(0)),
        PlacedStep(Glance(), 12, 5, "glance", None),
    )
    assert scenario.lines[7] == "  bob_phone: vivo X60"


def test_a_bare_variant_is_an_app(load: Load) -> None:
    assert load("app: vivo_guide\n").world.app == AppSpec(variant="vivo_guide")


def test_names_may_be_used_above_the_step_that_brings_them_in(load: Load) -> None:
    load(
        "steps:\n  - send: {from: alice, to: bob}\n  - stop: bob_phone\n"
        "  - begin: {phone: bob_phone, user: bob}\n  - glance\n"
    )


def test_listed_phones_are_all_the_phones(wrong: Wrong) -> None:
    found = wrong("phones: {carol_phone: {}}\n")
    assert found == ['begin.phone: no phone is named "bob_phone"']


def test_an_empty_list_of_phones_lists_none(load: Load) -> None:
    load("phones: {}\n")


def test_users_of_listed_phones_are_users(load: Load) -> None:
    load("phones: {bob_phone: {user: carol}}\nsteps:\n  - send: {from: alice, to: carol}\n  - glance\n")


def test_a_scenario_that_expects_nothing_is_refused(wrong: Wrong) -> None:
    assert wrong("steps:\n  - begin: bob_phone\n") == ["steps: expects nothing, so it cannot fail"]


def test_a_misspelt_expectation_is_one_mistake(wrong: Wrong) -> None:
    assert wrong("steps:\n  - begin: bob_phone\n  - must_coem: bob_phone\n") == ['steps: no step is called "must_coem"']


@pytest.mark.parametrize("phones", ["", "phones: {bob_phone: {}}\n", "phones: {bob_phone: {android: 11}}\n"])
def test_vendors_may_be_missing_only_where_every_phone_has_a_model(phones: str, wrong: Wrong, load: Load) -> None:
    assert wrong(f"name: x\n{phones}{BEGIN}") == [": vendors is missing, and not every phone names its model"]
    assert load("name: x\nphones: {bob_phone: {model: vivo X60}}\n").vendors == ()
    assert load("name: x\nsteps:\n  - glance\n").vendors == ()


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("start: 2026-02-29", 'start: there is no "2026-02-29" in the calendar'),
        ("start: 1999-12-31", "start: the year 1999 is out of range"),
        ("start: 2100-01-01", "start: the year 2100 is out of range"),
        ("start: 2026-03-02 24:00", 'start: "2026-03-02 24:00" does not fit'),
        ("timezone: Asia/Peking", 'timezone: no timezone is called "Asia/Peking"'),
        ("timezone: ../etc/passwd", 'timezone: no timezone is called "../etc/passwd"'),
        ("timezone: Asia", 'timezone: no timezone is called "Asia"'),
        ("covers: [c01]", 'covers: no statement is called "c01"'),
        ("covers: [C001]", 'covers: no statement is called "C001"'),
        ("tags: [a, a]", 'tags: "a" stands here twice'),
    ],
)
def test_what_is_wrong_with_values_as_a_whole(line: str, what: str, wrong: Wrong) -> None:
    assert wrong(line + "\n") == [what]


@pytest.mark.parametrize(
    "line", ["start: 2000-01-01", "start: 2099-12-31 23:59:59", "start: 2024-02-29", "timezone: UTC"]
)
def test_calendars_that_are_right(line: str, load: Load) -> None:
    load(line + "\n")


def test_cases_are_one_for_each_vendor(load: Load) -> None:
    every, some, none = load(""), load("name: x\nvendors: [vivo]\n"), load("name: x\nsteps:\n  - glance\n")
    assert cases(every, ("oppo", "vivo")) == (Case(every, "oppo", "oppo"), Case(every, "vivo", "vivo"))
    assert cases(some, ("oppo", "vivo")) == (Case(some, "vivo", "vivo"),)
    assert cases(none, ("oppo", "vivo")) == (Case(none, None, "phones"),)


# -- files ------------------------------------------------------------------------------------------------------


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    for name in ("b/2.yaml", "b/1.yml", "a.yaml", "b/_world.yaml", ".git/x.yaml", "b/c.txt"):
        path = tmp_path / "suite" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TOP + BEGIN, encoding="utf-8")
    (tmp_path / "suite/b/AndroidManifest.xml").write_text('<manifest package="com.example.chat" />', encoding="utf-8")
    (tmp_path / "secret.xml").write_text("x", encoding="utf-8")
    return tmp_path / "suite"


def test_scenarios_below_a_folder_are_found_sorted(suite: Path) -> None:
    (suite / "b" / "loop").symlink_to(suite, target_is_directory=True)
    expected = [suite / "a.yaml", suite / "b/1.yml", suite / "b/2.yaml"]
    assert find_scenarios([suite]) == expected
    assert find_scenarios([suite / "b", suite, suite / "a.yaml"]) == expected


def test_paths_without_scenarios_are_refused(suite: Path) -> None:
    (suite / "none").mkdir()
    for path, what in ((suite / "none", "no scenario is here"), (suite / "a.yml", "no such file or folder")):
        with pytest.raises(ScenarioErrors, match=what):
            find_scenarios([path])
    with pytest.raises(ScenarioErrors) as caught:
        find_scenarios([suite, suite / "a.yml"])
    assert caught.value.errors[0].suggestion == (suite / "a.yaml").as_posix()


def test_the_suite_is_the_folder_that_was_named(suite: Path) -> None:
    path = suite / "b" / "2.yaml"
    assert suite_root(path, [suite]) == suite
    assert suite_root(path, [suite / "b", suite]) == suite
    assert suite_root(path, [path]) == suite / "b"


def write(path: Path, manifest: str) -> Path:
    path.write_text(f"{HEAD}app: {{manifest: '{manifest}'}}\n{BEGIN}", encoding="utf-8")
    return path


def test_a_file_below_the_suite_may_be_named(suite: Path, vocabulary: Vocabulary) -> None:
    for path, manifest in (
        (suite / "a.yaml", "b/AndroidManifest.xml"),
        (suite / "b/2.yaml", "../b/AndroidManifest.xml"),
    ):
        scenario = load_scenario(write(path, manifest), vocabulary, suite)
        assert Path(scenario.world.app.manifest or "").samefile(suite / "b/AndroidManifest.xml")


@pytest.mark.parametrize(
    ("manifest", "what"),
    [
        ("../secret.xml", "leads out of the suite"),
        ("link.xml", "leads out of the suite"),
        ("b/../../secret.xml", "leads out of the suite"),
        ("/etc/passwd", "is not a relative path"),
        ("~/x.xml", "is not a relative path"),
        ("C:/x.xml", "is not a relative path"),
        ("\\\\host\\x.xml", "is not a relative path"),
        ("loop.xml", "no file is at"),
        ("b", "no file is at"),
        ("no.xml", "no file is at"),
        ("x" * 5000, "no file is at"),
    ],
)
def test_other_files_may_not(manifest: str, what: str, suite: Path, vocabulary: Vocabulary) -> None:
    (suite / "link.xml").symlink_to(suite.parent / "secret.xml")
    (suite / "loop.xml").symlink_to(suite / "loop.xml")
    with pytest.raises(ScenarioErrors) as caught:
        load_scenario(write(suite / "a.yaml", manifest), vocabulary, suite)
    assert [what in error.what for error in caught.value.errors] == [True]
