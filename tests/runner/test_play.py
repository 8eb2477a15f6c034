"""The Python API: each step is a method with the fields of YAML, typed, and cannot drift from the shelf."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.trace import Kind
from simulator.kernel.units import Duration
from simulator.push.reason import Reason
from simulator.runner.play import Play
from simulator.scenario.errors import ExpectationFailed, ScenarioErrors
from simulator.scenario.steps import STEPS
from simulator.scenario.steps.kill_app import KillApp
from tests.runner.verbs_stub import PATH, ROOT, own_steps, verbs_stub

TYPED = """\
from simulator.kernel.units import Duration
from simulator.push.reason import Reason
from simulator.runner.play import Play

play = Play("vivo", phones={"bob_phone": {"model": "vivo X60", "user": "bob"}}, start="2026-03-02 09:00")
play.kill_app("bob_phone", by="swipe")
play.set_network(phone="bob_phone", to="off", pause="0ms")
play.cut_link(link="im>vendor", span="10min")
records = play.send_message(sender="alice", to="bob", text="lunch?", offline_push={"title": "Hi", "android": {}})
play.must_not_arrive(phone="bob_phone", because=Reason.VENDOR_UNREACHABLE, within=Duration.parse("10min"))
play.must_not_arrive(phone="bob_phone", because="vendor_unreachable")
play.save_certificate(vendor="vivo", app_id="1", app_key="k", app_secret="s")
play.step("a_step_of_another_package", phone="bob_phone")
print(records[0].name)
"""
WRONG = {
    'play.kil_app("bob_phone")': '"Play" has no attribute "kil_app"',
    'play.kill_app(phon="bob_phone")': 'Unexpected keyword argument "phon"',
    'play.kill_app("bob_phone", by="swype")': "incompatible type \"Literal['swype']\"",
    'play.must_arrive("bob_phone", within=60_000)': 'incompatible type "int"; expected "Duration | str"',
    'play.must_not_arrive(phone="bob_phone", because="loged_out")': "incompatible type \"Literal['loged_out']\"",
    'play.send_message(to="bob")': 'Missing named argument "sender"',
    'Play("vivo", phone={})': 'Unexpected keyword argument "phone"',
}


@pytest.fixture
def play() -> Play:
    return Play("vivo")


def test_what_type_checkers_see_is_what_the_shelf_has(must_be_the_table: Callable[[str, str], None]) -> None:
    must_be_the_table(str(PATH), verbs_stub())


def test_every_step_of_the_shelf_is_a_typed_method_with_all_its_fields() -> None:
    text = PATH.read_text(encoding="utf-8")
    for verb, cls in own_steps().items():
        _, begun, behind = text.partition(f"    def {verb}(")
        assert begun, verb
        signature = behind.partition("-> list[Record]")[0]
        for info in msgspec.structs.fields(cls):
            assert f"{info.name}: " in signature, (verb, info.name)


def test_type_checkers_take_a_right_program_and_tell_each_mistake(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(TYPED + "\n".join(WRONG) + "\n", encoding="utf-8")
    words = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path}", str(program)]
    told = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT).stdout
    mistakes = {
        int(line.split(":")[1]): line
        for line in told.splitlines()
        if re.match(f"{re.escape(str(program))}:.*: error: ", line)
    }
    first = TYPED.count("\n") + 1
    assert sorted(mistakes) == list(range(first, first + len(WRONG))), told
    for number, expected in enumerate(WRONG.values(), start=first):
        assert expected in mistakes[number]


def test_a_method_plays_the_same_as_its_step_and_returns_its_records(play: Play) -> None:
    by_class = Play("vivo")
    for one in (play, by_class):
        one.set_up(phone="bob_phone", user="bob")
    [step, *others] = play.kill_app("bob_phone", by="system")
    by_class(KillApp(phone="bob_phone", by="system"))
    assert (step.kind, step.name) == (Kind.STEP, "kill_app")
    assert all(record.at_ms >= step.at_ms for record in others)
    assert list(play.world.trace.to_json_lines()) == list(by_class.world.trace.to_json_lines())


def test_values_are_written_as_in_yaml_or_as_python_has_them(play: Play) -> None:
    play.set_up(phone="bob_phone", user="bob")
    play.kill_app(phone="bob_phone")
    play.set_network(phone="bob_phone", to=NetworkKind.OFF)
    play.wait(span=Duration.parse("10min"))
    play.send_message(sender="alice", to="bob", text="true", offline_push={"ext": "42"})
    play.must_not_arrive(phone="bob_phone", because=Reason.DEVICE_OFFLINE, within="30s")
    play.set_network(phone="bob_phone", to="wifi")
    play.must_arrive("bob_phone", body="true", ext=None)
    play.call_rest(path="/v4/openim/sendmsg", body={"To_Account": "bob", "MsgRandom": 1, "MsgBody": []})
    play.must_answer(90002)


def test_the_world_is_written_as_above_the_steps_of_yaml() -> None:
    play = Play(phones={"bob_phone": {"model": "OPPO Reno4", "user": "bob"}}, app="oppo_guide", start="2026-01-05")
    assert play.world.phone("bob_phone").push_vendor == "oppo"
    assert play.world.clock.now.date().isoformat() == "2026-01-05"


def test_an_expectation_that_is_not_met_is_raised(play: Play) -> None:
    play.set_up(phone="bob_phone", user="bob")
    play.log_out("bob_phone")
    play.send_message(sender="alice", to="bob", text="hi")
    with pytest.raises(ExpectationFailed, match="bob_phone showed nothing within 1min"):
        play.must_arrive("bob_phone")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda play: play.kill_app("bobphone"), 'steps:1: kill_app.phone: no phone is named "bobphone"'),
        (lambda play: play.kill_app("bob_phone", by="swype"), 'did you mean "swipe"?'),
        (lambda play: play.kill_app("bob_phone", buy="swipe"), 'did you mean "by"?'),
        (lambda play: play.must_arrive("bob_phone", within=60_000), "must_arrive.within: "),
        (lambda play: play.send_message(sender="alice", to="bbo"), 'no user is named "bbo"'),
        (lambda _: Play("vivo", phons={}), 'world: no field is called "phons"'),
        (lambda _: Play("vivo", app="careless"), 'no app variant is called "careless"'),
    ],
)
def test_a_mistake_is_told_as_in_yaml(play: Play, spoil: Callable[[Play], object], told: str) -> None:
    play.set_up(phone="bob_phone", user="bob")
    with pytest.raises(ScenarioErrors) as caught:
        spoil(play)
    assert told in caught.value.text()


def test_a_step_that_there_is_not_is_told_with_the_nearest_one(play: Play) -> None:
    with pytest.raises(AttributeError, match="no step is called kil_app; did you mean kill_app"):
        play.kil_app("bob_phone")
    with pytest.raises(TypeError, match="answer_permission: write fields with their names: phone, answer"):
        play.answer_permission("bob_phone")


def test_steps_of_other_packages_are_methods_too(monkeypatch: pytest.MonkeyPatch, play: Play) -> None:
    monkeypatch.setattr(
        STEPS, "_homes", {**{verb: cls.__module__ for verb, cls in STEPS.items()}, "end_it": KillApp.__module__}
    )
    play.set_up(phone="bob_phone", user="bob")
    assert play.end_it("bob_phone")[0].name == "end_it"
    assert play.step("end_it", "bob_phone", by="crash")[0].name == "end_it"
