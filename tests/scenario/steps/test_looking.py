"""must_log, must_record and must_not_record: what they count, until when, and what they show beside it."""

import pytest

from simulator.kernel.scheduler import Scheduler
from simulator.kernel.trace import Kind, Trace
from simulator.runner.run import run_case
from simulator.scenario.errors import ScenarioErrors
from simulator.scenario.matching import compared, counted, mismatches
from simulator.world.build import RunOptions
from tests.scenario.playing import ARRIVE, KILL, LAUNCH, SEND, UP, a_case, passes, played, told

BINDS = "bob_phone hop token_bound ok by im.report_binds"


# -- must_log ---------------------------------------------------------------------------------------------------------


def logs(tag: str, text: str, more: str = "") -> str:
    return f"must_log: {{phone: bob_phone, tag: {tag}, text: '{text}'{more}}}"


def test_a_tag_that_never_wrote_names_those_that_did() -> None:
    assert told(UP, logs("Printer", "state= 0")) == (
        'a_case.yaml:5: must_log: bob_phone logged no line with "state= 0" under Printer, expected at least one\n'
        "  tags here: MainActivity, System.out, ThirdPushTokenMgr, VIVOPushMessageReceiver\n"
        "  next: correct tag:"
    )


def test_a_tag_that_is_nearly_right_is_offered() -> None:
    assert told(UP, logs("MainActivty", "x")).endswith('\n  next: did you mean "MainActivity"?')


def test_a_phone_without_a_log_says_so() -> None:
    assert "\n  tags here: none\n" in told("wait: 1s", logs("MainActivity", "x"), top="phones:\n  bob_phone: {}\n")


def test_the_tags_own_lines_are_shown() -> None:
    assert told(UP, logs("ThirdPushTokenMgr", "nothing like this")) == (
        'a_case.yaml:5: must_log: bob_phone logged no line with "nothing like this" under ThirdPushTokenMgr,'
        " expected at least one\n"
        '  nearest line: "setPushTokenToTIM third token is empty"\n'
        '  expected in it: "nothing like this"\n'
        "  next: correct text: or times:, or allow more time with within:"
    )


def test_times_of_a_log_is_exact() -> None:
    line = "onReceiveRegId"
    assert passes(UP, logs("VIVOPushMessageReceiver", line))
    assert passes(UP, logs("VIVOPushMessageReceiver", line, ", times: 1"))
    assert passes(UP, logs("VIVOPushMessageReceiver", "nothing like this", ", times: 0"))
    for times in (0, 2):
        assert told(UP, logs("VIVOPushMessageReceiver", line, f", times: {times}")).startswith(
            f'a_case.yaml:5: must_log: bob_phone logged 1 line with "{line}" under VIVOPushMessageReceiver,'
            f" expected {times}\n"
        )


def test_the_last_millisecond_of_a_logs_window_is_in_and_the_first_behind_it_is_out() -> None:
    began = ("launch_app: bob_phone", "log_in: {phone: bob_phone, user: bob, pause: 0ms}")
    line = "onReceiveRegId"
    whole = played(*began, logs("VIVOPushMessageReceiver", line, ", within: 10s"))
    came_ms = next(one.at_ms for one in whole.trace if one.kind is Kind.LOG and line in one.data["text"])
    assert passes(*began, logs("VIVOPushMessageReceiver", line, f", within: {came_ms}ms"))
    assert told(*began, logs("VIVOPushMessageReceiver", line, f", within: {came_ms - 1}ms")).startswith(
        f'a_case.yaml:6: must_log: bob_phone logged no line with "{line}" under VIVOPushMessageReceiver'
        f" within {came_ms - 1}ms, expected at least one\n"
    )


def test_an_exact_number_of_lines_is_known_only_at_the_end_of_the_window() -> None:
    began = ("launch_app: bob_phone", "log_in: {phone: bob_phone, user: bob, pause: 0ms}")
    line = "onReceiveRegId"
    assert passes(*began, logs("VIVOPushMessageReceiver", line, ", within: 10s, times: 1"))
    assert not passes(*began, logs("VIVOPushMessageReceiver", line, ", within: 10s, times: 0"))
    # After its data are cleared the app has no token at the login once more: one line is right only until then.
    again = (UP, "clear_data: bob_phone", *began)
    assert passes(*again, logs("ThirdPushTokenMgr", "token is empty", ", within: 10s, times: 2"))
    assert not passes(*again, logs("ThirdPushTokenMgr", "token is empty", ", within: 10s, times: 1"))


# -- must_record ------------------------------------------------------------------------------------------------------


def test_the_nearest_record_is_shown_with_what_differs() -> None:
    assert told(UP, "must_record: {actor: bob_phone, name: token_bound, outcome: refused, data: {user: carol}}") == (
        "a_case.yaml:5: must_record: no record fits, expected at least one\n"
        f"  nearest record: {BINDS}, number 29, at 0.320s\n"
        '  its outcome: "ok", expected "refused"\n'
        '  its user: "bob", expected "carol"\n'
        "  next: correct what this step expects, or allow more time with within:"
    )


def test_a_name_that_no_record_has_is_compared_with_those_that_some_have() -> None:
    assert told(UP, "must_record: {actor: bob_phone, name: token_bond}").endswith(
        "\n  next: did you mean name: token_bound?"
    )
    assert told(UP, "must_record: {name: nothing_like_this}") == (
        "a_case.yaml:5: must_record: no record fits, expected at least one\n"
        "  nearest record: scenario step set_up ok, number 1, at 0.000s\n"
        '  its name: "set_up", expected "nothing_like_this"\n'
        "  next: correct what this step expects, or allow more time with within:"
    )


def test_of_records_that_miss_as_little_one_of_the_wanted_name_is_nearest() -> None:
    told_as = told(
        UP, "send_to_vendor: {reg_id: nobody}", "wait: 3s", "must_record: {name: vendor_answered, outcome: ok}"
    )
    assert "\n  nearest record: customer callback vendor_answered refused reg_id_invalid, number" in told_as
    assert '\n  its outcome: "refused", expected "ok"\n' in told_as


def test_times_of_a_record_is_exact() -> None:
    step = "must_record: {{name: token_bound, times: {}}}"
    assert passes(UP, step.format(1))
    assert told(UP, step.format(2)) == (
        "a_case.yaml:5: must_record: 1 record fits, expected 2\n"
        f"  fits: {BINDS}, number 29, at 0.320s\n"
        "  next: correct what this step expects"
    )
    twice = (UP, KILL, UP)
    assert passes(*twice, step.format(2))
    assert told(*twice, step.format(1)).startswith("a_case.yaml:7: must_record: 2 records fit, expected 1\n")


def bound_ms() -> int:
    return next(
        record.at_ms
        for record in played(UP, "wait: 1s", "must_record: {kind: step}").trace
        if record.name == "token_bound"
    )


BEGAN = (LAUNCH, "log_in: {phone: bob_phone, user: bob, pause: 0ms}")


def test_the_last_millisecond_of_a_records_window_is_in_and_the_first_behind_it_is_out() -> None:
    step = "must_record: {{name: token_bound, within: {}ms}}"
    came_ms = bound_ms()
    assert passes(*BEGAN, step.format(came_ms))
    assert told(*BEGAN, step.format(came_ms - 1)).startswith(
        f"a_case.yaml:6: must_record: no record fits within {came_ms - 1}ms, expected at least one\n"
    )


def test_must_not_record_knows_which_rules_there_are() -> None:
    assert passes("must_not_record: {rule: app.already_reported}", "must_not_record: {rule: vivo.system_per_user_2026}")
    with pytest.raises(ScenarioErrors, match=r'no rule or fact is called "app\.already_reporte"') as wrong:
        played("must_not_record: {rule: app.already_reporte}")
    assert 'did you mean "app.already_reported"?' in wrong.value.text()
    with pytest.raises(ScenarioErrors, match="pushsim list rules"):
        played("must_not_record: {rule: xyz}")


@pytest.mark.parametrize("verb", ["must_record", "must_not_record"])
def test_no_record_has_quotation_marks_in_its_name(verb: str) -> None:
    with pytest.raises(ScenarioErrors, match="does not fit"):
        played(f"{verb}: {{name: “posted”}}")


def test_must_not_record_waits_too() -> None:
    step = "must_not_record: {{name: token_bound, within: {}ms}}"
    came_ms = bound_ms()
    assert passes(*BEGAN, step.format(came_ms - 1))
    assert told(*BEGAN, step.format(came_ms)) == (
        "a_case.yaml:6: must_not_record: 1 record fits, expected none\n"
        f"  fits: {BINDS}, number 31, at 0.320s\n"
        "  next: correct what this step expects"
    )


def test_must_not_record_counts_what_is_there_already() -> None:
    assert passes(UP, "must_not_record: {name: token_bound, outcome: refused}")
    assert told(UP, KILL, UP, "must_not_record: {name: token_bound}").startswith(
        "a_case.yaml:7: must_not_record: 2 records fit, expected none\n"
    )


@pytest.mark.parametrize(
    "field",
    [
        "actor: im",
        "kind: hop",
        "name: offline_decided",
        "outcome: refused",
        "reason: online_instead",
        "rule: im.online_instead",
        "push_id: 1",
    ],
)
def test_each_field_of_a_record_is_looked_at(field: str) -> None:
    name = field.partition(":")[0]
    wrong = {
        "actor": "bob",
        "kind": "log",
        "name": "posted",
        "outcome": "waiting",
        "reason": "kicked",
        "rule": "im.kicked",
        "push_id": "2",
    }[name]
    steps = (UP, SEND, "wait: 1s")
    rest = "actor: im, kind: hop, name: offline_decided, outcome: refused, reason: online_instead"
    others = ", ".join(part for part in rest.split(", ") if not part.startswith(f"{name}:"))
    assert passes(*steps, f"must_record: {{{others}, {field}}}")
    assert not passes(*steps, f"must_record: {{{others}, {name}: {wrong}}}")


# -- comparing --------------------------------------------------------------------------------------------------------


def test_data_is_compared_as_it_is_written_and_shown_without_words_of_python() -> None:
    trace = Trace(Scheduler())
    trace.write("im", Kind.STATE, "x", data={"number": 7, "nothing": None, "yes": True, "text": "a"})
    [record] = trace
    assert mismatches(record, {"number": "7", "nothing": "none", "yes": "true", "text": "a", "other": None}) == []
    assert mismatches(record, {"nothing": "None", "yes": "True", "absent": ""}) == []
    wrong = {"number": "8", "nothing": "x", "yes": "false", "text": "b", "absent": "c"}
    assert compared(mismatches(record, wrong), "its {}") == [
        ("its number", '"7", expected "8"'),
        ("its nothing", 'none, expected "x"'),
        ("its yes", '"true", expected "false"'),
        ("its text", '"a", expected "b"'),
        ("its absent", '"", expected "c"'),
    ]


@pytest.mark.parametrize(("count", "text"), [(0, "no push"), (1, "1 push"), (2, "2 pushes")])
def test_numbers_have_their_noun(count: int, text: str) -> None:
    assert counted(count, "push", "pushes") == text


def test_where_no_trace_is_kept_there_is_no_nearest_record() -> None:
    result = run_case(
        a_case((UP, KILL, SEND, ARRIVE, "must_record: {name: token_bound}")), RunOptions(verdicts_only=True)
    )
    assert result.failure is not None
    assert result.failure.error.text() == "no record fits, expected at least one"
