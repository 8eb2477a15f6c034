from collections.abc import Callable

import msgspec
import pytest

from simulator.kernel.units import DAY_MS, Duration
from simulator.push.reason import Reason
from simulator.scenario.conversion import struct_reader
from simulator.scenario.errors import ScenarioErrors
from simulator.scenario.loader import ScenarioSpec
from simulator.scenario.model import Scenario
from simulator.scenario.step import Step
from simulator.scenario.steps import STEPS
from tests.scenario.small_steps import Edit, Inner, Label, Load, Send, Stop, Wrong

WORLD_STEPS = "steps:\n  - begin: {phone: bob_phone, user: bob}\n  - glance\n"


def step(load: Callable[[str], Scenario], text: str) -> Step:
    return load(f"{WORLD_STEPS}  - {text}\n").steps[-1].step


BOTH = "vendor_apps: {vivo: {}, oppo: {}}\n"
"""Vendors that a step may name in each case."""


def mistakes(wrong: Wrong, text: str) -> list[str]:
    return wrong(f"{WORLD_STEPS}  - {text}\n")


def test_fields_are_typed_and_renamed(load: Load) -> None:
    text = "send: {from: alice, to: bob, text: 10:30, mixed: 5, several: [1, 9]}"
    assert step(load, text) == Send(sender="alice", to="bob", text="10:30", mixed=5, several=(1, 9))


def test_a_union_takes_what_fits_first(load: Load) -> None:
    assert step(load, "send: {from: a, to: bob, mixed: 05}") == Send(sender="a", to="bob", mixed="05")
    assert step(load, "send: {from: a, to: bob, several: none}") == Send(sender="a", to="bob", several="none")


def test_a_union_names_the_mistake_of_the_shape_that_was_written(wrong: Wrong) -> None:
    assert mistakes(wrong, "send: {from: a, to: bob, several: [0]}") == ["send.several: 0 does not fit"]
    assert mistakes(wrong, "send: {from: a, to: bob, several: {}}") == [
        'send.several: a map stands here where a list or "none" belongs'
    ]


def test_a_part_may_stand_as_the_one_field_that_is_its_shorthand(load: Load) -> None:
    assert step(load, "send: {from: a, to: bob, inner: hi}") == Send(sender="a", to="bob", inner=Inner(word="hi"))
    assert step(load, "stop: bob_phone") == Stop(phone="bob_phone")


def test_a_shorthand_must_fit_its_field(wrong: Wrong) -> None:
    assert mistakes(wrong, "stop: bbo_phone") == ['stop: no phone is named "bbo_phone"']


def test_json_keeps_its_types_where_a_field_takes_anything(load: Load) -> None:
    text = "{a: 1, b: -2.5, c: true, d: '1', e: null, f: [x, 007], g: {}}"
    sent = step(load, f"send: {{from: a, to: bob, json: {text}}}")
    assert isinstance(sent, Send)
    assert sent.json == {"a": 1, "b": -2.5, "c": True, "d": "1", "e": None, "f": ["x", "007"], "g": {}}


@pytest.mark.parametrize(("number", "fits"), [(0, False), (1, True), (9, True), (10, False), (-(10**17), False)])
def test_numbers_have_bounds(number: int, fits: bool, load: Load, wrong: Wrong) -> None:
    text = f"send: {{from: a, to: bob, several: [{number}]}}"
    if fits:
        assert step(load, text) == Send(sender="a", to="bob", several=(number,))
    else:
        assert mistakes(wrong, text) == [f"send.several: {number} does not fit"]


@pytest.mark.parametrize("text", ["1.0", "1e1", "0x1", "1_0", "+1", "０", "", "9" * 19, "0b1", "one"])
def test_other_spellings_are_no_numbers(text: str, wrong: Wrong) -> None:
    assert mistakes(wrong, f"edit: {{id: '{text}'}}") == [f'edit.id: "{text}" is not a whole number']


def test_texts_have_bounds(load: Load, wrong: Wrong) -> None:
    assert step(load, f"send: {{from: a, to: bob, text: {'x' * 10}}}") == Send(sender="a", to="bob", text="x" * 10)
    assert mistakes(wrong, f"send: {{from: a, to: bob, text: {'x' * 11}}}") == ["send.text: has 11 characters"]
    assert mistakes(wrong, f"send: {{from: a, to: bob, text: {'x' * 999}}}") == ["send.text: has 999 characters"]


def test_an_empty_text_is_a_text_and_an_empty_name_is_not(load: Load, wrong: Wrong) -> None:
    assert step(load, "send: {from: a, to: bob, text: ''}") == Send(sender="a", to="bob")
    assert mistakes(wrong, "send: {from: '', to: bob}") == ["send.from: is empty"]


@pytest.mark.parametrize(("text", "ms"), [("500ms", 500), ("0ms", 0), ("30s", 30_000), ("3650d", 3650 * DAY_MS)])
def test_durations(text: str, ms: int, load: Load) -> None:
    come = load(f"{WORLD_STEPS}  - must_come: {{phone: bob_phone, within: {text}}}\n").steps[-1].step
    assert come.within == Duration(ms)


@pytest.mark.parametrize(
    "text",
    [
        "3651d",
        "999999999999d",
        "1",
        "1.5s",
        "-1s",
        "10:30",
        "１s",
        "1 s",
        "1S",
        "",
        "s",
        "1e3s",
        "٣s",
        "9" * 5000 + "d",
        "0." + "1" * 5000 + "d",
    ],
)
def test_no_durations(text: str, wrong: Wrong) -> None:
    found = mistakes(wrong, f"must_come: {{phone: bob_phone, within: '{text}'}}")
    assert len(found) == 1
    assert found[0].startswith("must_come.within: ")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("60", "60s"),
        ("10m", "10min"),
        ("2hours", "2h"),
        ("1.5min", "90s"),
        ("0.25d", "6h"),
        ("1.5ms", None),
        ("１０s", "10s"),
        ("“10s”", "10s"),
        ("10 分钟", "10min"),
        ("5secods", "5s"),
        ("5x", None),
        ("-5s", None),
        ("9" * 18 + "d", None),
        ("9" * 19 + "d", None),
    ],
)
def test_the_duration_that_was_meant(text: str, meant: str | None, load: Load) -> None:
    with pytest.raises(ScenarioErrors) as caught:
        load(f"{WORLD_STEPS}  - must_come: {{phone: bob_phone, within: '{text}'}}\n")
    assert caught.value.errors[0].suggestion == meant


@pytest.mark.parametrize("text", ["yes", "no", "on", "off", "True", "TRUE", "1", "0", "y", "'true '"])
def test_only_true_and_false_are_true_and_false(text: str, wrong: Wrong) -> None:
    assert wrong(f"certificates: {{vivo: {{hosted: {text}}}}}\n") == [
        f'certificates.vivo.hosted: "{text.strip(chr(39))}" is neither true nor false'
    ]


def test_true_and_false(load: Load) -> None:
    world = load("certificates: {vivo: {hosted: true}, oppo: {hosted: 'false'}}\n").world
    assert [certificate.hosted for certificate in world.certificates.values()] == [True, False]


def test_words_of_a_set_become_members(load: Load, wrong: Wrong) -> None:
    come = load(f"{WORLD_STEPS}  - must_come: {{phone: bob_phone, because: logged_out}}\n").steps[-1].step
    assert come.because is Reason.LOGGED_OUT
    assert mistakes(wrong, "must_come: {phone: bob_phone, because: LOGGED_OUT}") == [
        'must_come.because: "LOGGED_OUT" does not fit'
    ]


def test_the_rest_of_the_keys_are_fields_of_the_named_vendors_form(load: Load, wrong: Wrong) -> None:
    edit = f"{BOTH}{WORLD_STEPS}  - edit: {{vendor: VENDOR, channel_id: c}}\n"
    assert load(edit.replace("VENDOR", "oppo")).steps[-1].step == Edit(vendor="oppo", values={"channel_id": "c"})
    assert wrong(edit.replace("VENDOR", "vivo")) == ['edit: no field is called "channel_id"']
    assert wrong("certificates: {vivo: {channel_id: c}}\n") == ['certificates.vivo: no field is called "channel_id"']


def test_without_a_vendor_the_rest_may_be_of_any_form(load: Load, wrong: Wrong) -> None:
    assert step(load, "edit: {channel_id: c, app_key: k}") == Edit(values={"channel_id": "c", "app_key": "k"})
    assert mistakes(wrong, "edit: {chanel_id: c}") == ['edit: no field is called "chanel_id"']


def test_a_wrong_vendor_hides_no_more_mistakes_than_its_own(wrong: Wrong) -> None:
    assert mistakes(wrong, "edit: {vendor: opo, channel_id: c}") == ['edit.vendor: no vendor is called "opo"']


def test_the_rest_of_a_part_without_vendor_may_be_anything(load: Load) -> None:
    assert step(load, "label: {a: b, c: d}") == Label(values={"a": "b", "c": "d"})


def test_the_field_that_takes_the_rest_has_no_key_of_its_own(wrong: Wrong) -> None:
    edit = "edit: {vendor: vivo, values: {app_id: '1'}}"
    assert wrong(f"{BOTH}{WORLD_STEPS}  - {edit}\n") == ['edit: no field is called "values"']


def test_a_step_may_refuse_its_fields_itself(wrong: Wrong) -> None:
    assert mistakes(wrong, "send: {from: a, to: bob, text: x, inner: y}") == ["send: text and inner exclude each other"]


def test_a_misspelt_required_field_is_not_missing_as_well(wrong: Wrong) -> None:
    assert mistakes(wrong, "stop: {phnoe: bob_phone}") == ['stop: no field is called "phnoe"']


def test_all_mistakes_are_found_at_once(wrong: Wrong) -> None:
    text = "certificates: {vvio: {id: x}}\nphones: {bob_phone: {android: 3, modle: vivo X60}}\n" + WORLD_STEPS
    assert wrong(text + "  - stop: {phone: bob, by: swip, pause: 1}\n  - stopp: bob_phone\n") == [
        'certificates: no vendor is called "vvio"',
        'certificates.vvio.id: "x" is not a whole number',
        "phones.bob_phone.android: 3 does not fit",
        'phones.bob_phone: no field is called "modle"',
        'stop.phone: no phone is named "bob"',
        'stop.by: "swip" does not fit',
        'stop.pause: "1" has no unit',
        'steps: no step is called "stopp"',
    ]


def test_every_field_of_the_world_and_of_every_step_has_a_reader() -> None:
    for cls in (ScenarioSpec, *STEPS.values()):
        reader = struct_reader(cls)
        taken = {known.attribute for known in reader.fields.values()} | {reader.rest}
        assert taken >= {info.name for info in msgspec.structs.fields(cls)}
        assert getattr(cls, "shorthand", None) in {None, "phone"} or reader.shorthand is not None
