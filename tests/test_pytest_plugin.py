"""The pytest plugin, run as its users run it."""

from pathlib import Path

import pytest

from simulator.report.json_lines import read_results

PASSING = """\
name: A killed phone shows the message
vendors: [vivo]
tags: [smoke]
steps:
  - set_up: {phone: bob_phone, user: bob}
  - kill_app: bob_phone
  - send_message: {from: alice, to: bob, text: lunch?}
  - must_arrive: {phone: bob_phone, within: 60s}
"""
FAILING = PASSING.replace("  - kill_app: bob_phone\n", "")


@pytest.fixture
def suite(pytester: pytest.Pytester) -> Path:
    folder = pytester.mkdir("scenarios")
    (folder / "shows.yaml").write_text(PASSING, encoding="utf-8")
    return folder


def test_a_scenario_is_an_item_named_file_and_case(pytester: pytest.Pytester, suite: Path) -> None:
    result = pytester.runpytest_inprocess("scenarios", "-v")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["scenarios/shows.yaml::vivo PASSED*"])
    assert suite.is_dir()


def test_a_failure_prints_our_text_and_no_python_traceback(pytester: pytest.Pytester, suite: Path) -> None:
    (suite / "fails.yaml").write_text(FAILING, encoding="utf-8")
    result = pytester.runpytest_inprocess("scenarios")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["*fails.yaml:7: must_arrive: bob_phone showed nothing within 1min", "  dropped: online_instead*"]
    )
    assert "Traceback" not in result.stdout.str()


def test_a_file_with_mistakes_is_a_collection_error_with_all_of_them(pytester: pytest.Pytester, suite: Path) -> None:
    (suite / "wrong.yaml").write_text(PASSING.replace("kill_app", "kil_app"), encoding="utf-8")
    result = pytester.runpytest_inprocess("scenarios")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(['*did you mean "kill_app"?'])


def test_fragments_and_files_elsewhere_are_left_alone(pytester: pytest.Pytester, suite: Path) -> None:
    (suite / "_world.yaml").write_text("not: a scenario", encoding="utf-8")
    (pytester.path / "compose.yaml").write_text("services: {}", encoding="utf-8")
    pytester.runpytest_inprocess().assert_outcomes(passed=1)


def test_the_folders_of_scenarios_can_be_set(pytester: pytest.Pytester) -> None:
    folder = pytester.mkdir("suites")
    (folder / "shows.yaml").write_text(PASSING, encoding="utf-8")
    pytester.makeini("[pytest]\npushsim_scenarios = suites\n")
    pytester.runpytest_inprocess().assert_outcomes(passed=1)


def test_tags_and_names_select_with_k(pytester: pytest.Pytester, suite: Path) -> None:
    (suite / "other.yaml").write_text(PASSING.replace("tags: [smoke]", "tags: [slow]"), encoding="utf-8")
    pytester.runpytest_inprocess("scenarios", "-k", "smoke").assert_outcomes(passed=1, deselected=1)


VACUOUS = PASSING.replace(
    "  - kill_app: bob_phone\n",
    "  - switch_notifications: {phone: bob_phone, to: off}\n  - log_out: bob_phone\n",
).replace("must_arrive: {phone: bob_phone, within: 60s}", "must_not_arrive: {phone: bob_phone, because: logged_out}")


@pytest.mark.parametrize(("ini", "words"), [("", ("--pushsim-prove",)), ("pushsim_prove = true", ())])
def test_negatives_are_proved_where_the_command_line_or_the_project_says_so(
    pytester: pytest.Pytester, suite: Path, ini: str, words: tuple[str, ...]
) -> None:
    (suite / "vacuous.yaml").write_text(VACUOUS, encoding="utf-8")
    pytester.runpytest_inprocess("scenarios").assert_outcomes(passed=2)
    pytester.makeini(f"[pytest]\n{ini}\n")
    result = pytester.runpytest_inprocess("scenarios", *words)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*with logged_out waived for bob_phone nothing arrives either*"])


def test_results_of_all_items_go_into_one_file(pytester: pytest.Pytester, suite: Path) -> None:
    (suite / "fails.yaml").write_text(FAILING, encoding="utf-8")
    result = pytester.runpytest_inprocess("scenarios", "--pushsim-json", "results.jsonl", "--pushsim-seed", "3")
    result.assert_outcomes(passed=1, failed=1)
    with read_results(pytester.path / "results.jsonl") as results:
        assert results.seed == 3
        assert [(one.case, one.outcome) for one in results] == [
            ("scenarios/fails.yaml::vivo", "failed"),
            ("scenarios/shows.yaml::vivo", "passed"),
        ]
        assert all(len(one.trace) > 1000 for one in results)
    assert suite.is_dir()


def test_results_that_cannot_be_written_are_told_at_once(pytester: pytest.Pytester, suite: Path) -> None:
    result = pytester.runpytest_inprocess("scenarios", "--pushsim-json", "missing/results.jsonl")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(['*--pushsim-json: there is no folder "missing"; make it first'])
    assert suite.is_dir()


def test_the_plugin_works_under_xdist(pytester: pytest.Pytester, suite: Path) -> None:
    (suite / "second.yaml").write_text(PASSING, encoding="utf-8")
    pytester.runpytest_subprocess("scenarios", "-n", "2").assert_outcomes(passed=2)


def test_the_world_fixture_plays_steps_and_checks_for_lost_pushes(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        from simulator.scenario.steps.kill_app import KillApp
        from simulator.scenario.steps.must_arrive import MustArrive
        from simulator.scenario.steps.send_message import SendMessage
        from simulator.scenario.steps.set_up import SetUp


        def test_push(world):
            play = world("vivo")
            play(
                SetUp(phone="bob_phone", user="bob"),
                KillApp(phone="bob_phone"),
                SendMessage(sender="alice", to="bob", text="lunch?"),
                MustArrive(phone="bob_phone", body="lunch?"),
            )
            assert play.world.phone("bob_phone").notifications.shade[0].text == "lunch?"


        def test_lost_push(world):
            play = world("vivo")
            play.world.ledger.open("bob_phone")
        """
    )
    result = pytester.runpytest_inprocess()
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*ConservationBroken: 1 pushes were opened and 0 have a hop*"])
