"""Steps in the consoles, at the vendor and on links: what they change, and what they say where there is nothing."""

from pathlib import Path

import pytest

from simulator.kernel.trace import Kind
from simulator.report.case_report import report_of
from simulator.report.text import failure_text
from simulator.runner.play import Play
from simulator.runner.suite import vocabulary
from simulator.scenario.errors import ExpectationFailed, ScenarioErrors
from simulator.scenario.loader import scenario_of_text
from simulator.scenario.model import cases
from tests.scenario.playing import ARRIVE, KILL, LAUNCH, LOG_OUT, SEEN, SEND, UP, passes, played, told

CERTIFICATE = "certificates:\n  vivo: {id: 6666}\n"


# -- certificates -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["delete_certificate: {id: 1}", "edit_certificate: {id: 1, app_key: x}"])
def test_a_certificate_that_is_not_there_names_those_that_are(step: str) -> None:
    assert passes(UP, step.replace("1", "6666"), SEEN, top=CERTIFICATE)
    assert told(UP, step, SEEN, top=CERTIFICATE) == (
        f"a_case.yaml:7: {step.partition(':')[0]}: the console has no certificate 1\n"
        "  certificates here: 6666 of vivo\n"
        "  next: name one of them with id:, or add one before with save_certificate"
    )


def test_the_vendors_first_certificate_is_meant_where_none_is_named() -> None:
    assert told(UP, "delete_certificate: vivo", "delete_certificate: vivo", SEEN, top=CERTIFICATE) == (
        "a_case.yaml:8: delete_certificate: the console has no certificate of vivo\n"
        "  certificates here: none\n"
        "  next: name one of them with id:, or add one before with save_certificate"
    )


def test_a_new_certificate_with_an_id_of_its_own_is_hosted_beside_the_first() -> None:
    result = played(UP, "save_certificate: {id: 7005}", "save_certificate: {app_key: x}", SEEN, top=CERTIFICATE)
    first, second, third = result.world.im.console.ids_of("vivo")
    assert (first, second) == (6666, 7005)
    assert third not in {6666, 7005}


def test_fields_left_out_are_right_in_a_new_certificate_and_kept_in_an_edited_one() -> None:
    result = played(UP, "edit_certificate: {app_key: x}", "save_certificate: {id: 7005}", SEEN, top=CERTIFICATE)
    console = result.world.im.console
    edited, saved = console.latest(6666), console.latest(7005)
    assert edited is not None
    assert saved is not None
    right = result.world.clouds["vivo"].apps[0].values
    assert edited.values == {**saved.values, "app_key": "x"}
    assert saved.values == {name: right[name] for name in saved.values}


def test_a_refusal_of_the_console_is_a_record_and_no_failure() -> None:
    refused = "must_record: {name: certificate_saved, outcome: refused, reason: certificate_refused}"
    assert passes(UP, "save_certificate: {app_secret: ''}", refused)
    assert not passes(UP, "save_certificate: {app_secret: x}", refused)


# -- the vendor's own console -----------------------------------------------------------------------------------------


def test_the_push_app_changes_in_what_is_named_alone() -> None:
    step = (
        "set_vendor_app: {state: closed, package: com.example.other, test_devices: [bob_phone], "
        "system_messages: false, app_key: other}"
    )
    before = played(UP, SEEN).world.clouds["vivo"].apps[0]
    changed = played(UP, step, SEEN).world.clouds["vivo"].apps[0]
    assert (before.state, before.package, before.test_devices) == ("open", "com.example.chat", frozenset())
    assert before.has_system_messages
    assert (changed.state, changed.package, changed.test_devices) == (
        "closed",
        "com.example.other",
        frozenset({"bob_phone"}),
    )
    assert not changed.has_system_messages
    assert changed.values == {**before.values, "app_key": "other"}
    untouched = played(UP, "set_vendor_app: {app_key: other}", SEEN).world.clouds["vivo"].apps[0]
    assert (untouched.state, untouched.package, untouched.test_devices, untouched.has_system_messages) == (
        before.state,
        before.package,
        before.test_devices,
        True,
    )


@pytest.mark.parametrize(
    "step",
    [
        "set_vendor_app: {vendor: xiaomi, state: closed}",
        "save_certificate: {vendor: xiaomi}",
        "send_to_vendor: {vendor: xiaomi, to: bob_phone}",
        "cut_link: {link: im>xiaomi, for: 1min}",
    ],
)
def test_a_vendor_that_the_world_has_nothing_to_do_with_is_told_before_it_runs(step: str) -> None:
    with pytest.raises(ScenarioErrors, match="the case of vivo has nothing to do with xiaomi"):
        played(UP, step, SEEN)
    played(UP, step, SEEN, top="certificates: {xiaomi: {}}\n")


def test_a_vendor_that_is_there_in_one_case_alone_is_missing_in_the_others() -> None:
    text = "name: x\nvendors: [{}]\nsteps:\n  - {}\n  - vendor_outage: {{vendor: oppo, for: 1min}}\n  - {}\n"
    scenario_of_text(Path("x.yaml"), text.format("oppo", UP, SEEN), vocabulary())
    with pytest.raises(ScenarioErrors, match="the case of vivo has nothing to do with oppo"):
        scenario_of_text(Path("x.yaml"), text.format("oppo, vivo", UP, SEEN), vocabulary())


def test_a_case_that_is_left_out_need_not_have_the_vendor() -> None:
    text = f"""\
name: x
vendors: [oppo, vivo]
matrix:
  link: {{o: im>oppo, v: im>vivo}}
  exclude: [{{vendor: oppo, link: v}}, {{vendor: vivo, link: o}}]
steps:
  - {UP}
  - cut_link: {{link: <link>, for: 1min}}
  - {SEEN}
"""
    assert len(cases(scenario_of_text(Path("x.yaml"), text, vocabulary()), ("oppo", "vivo"))) == 2
    with pytest.raises(ScenarioErrors, match="has nothing to do with"):
        scenario_of_text(Path("x.yaml"), text.replace("vendor: vivo, link: o", "vendor: vivo, link: v"), vocabulary())


@pytest.mark.parametrize("verb", ["delete_certificate", "expire_vendor_token"])
def test_a_vendor_that_a_python_world_has_nothing_to_do_with_is_told(verb: str) -> None:
    with pytest.raises(ExpectationFailed) as failed:
        getattr(Play("vivo"), verb)(vendor="xiaomi")
    assert "xiaomi" in str(failed.value)


def test_a_link_to_a_vendor_that_a_python_world_does_not_have_is_told() -> None:
    with pytest.raises(ExpectationFailed) as failed:
        Play("vivo").cut_link(link="im>xiaomi", span="1min")
    assert str(failed.value) == (
        "this world has nothing to do with xiaomi\n"
        "  vendors here: vivo\n"
        "  next: name xiaomi under certificates: or vendor_apps:"
    )


# -- regIds -----------------------------------------------------------------------------------------------------------


AT_ONCE = "launch_app: {phone: bob_phone, pause: 0ms}"


@pytest.mark.parametrize(
    ("step", "what", "then"),
    [
        ("send_to_vendor: {to: bob_phone, pause: 0ms}", "to push to", "set_up the phone first"),
        ("renew_reg_id: {phone: bob_phone, pause: 0ms}", "to renew", "set_up bob_phone before this step"),
    ],
)
def test_without_a_reg_id_there_is_nothing_to_do(step: str, what: str, then: str) -> None:
    assert passes(UP, step, SEEN)
    assert told(AT_ONCE, step, SEEN) == (
        f"a_case.yaml:5: {step.partition(':')[0]}: bob_phone has no regId {what}\n  next: {then}"
    )


def test_a_phone_without_a_vendor_has_no_reg_id_to_renew() -> None:
    top = "phones:\n  pixel: Google Pixel 6\n"
    assert told("launch_app: pixel", "renew_reg_id: pixel", SEEN, top=top) == (
        "a_case.yaml:7: renew_reg_id: pixel has no vendor push service in this world\n"
        "  next: give the phone a model of a vendor under phones:"
    )


def test_a_push_of_ones_own_needs_a_receiver() -> None:
    assert told(LAUNCH, "send_to_vendor: {title: x}", SEEN) == (
        "a_case.yaml:5: send_to_vendor: nobody is named to push to\n  next: add to: PHONE, or reg_id:"
    )


def test_a_running_app_is_told_its_new_reg_id_and_a_killed_one_is_not() -> None:
    for before, calls in (((), 1), ((KILL,), 0)):
        result = played(UP, *before, "renew_reg_id: bob_phone", "wait: 5s", SEEN)
        renewed = next(record for record in result.trace if record.name == "reg_id_renewed")
        told_of = [
            record for record in result.trace.after(renewed.n) if record.kind is Kind.CALLBACK and "eg" in record.name
        ]
        assert len(told_of) == calls


def test_pushes_of_ones_own_arrive_and_their_answers_are_recorded() -> None:
    step = "send_to_vendor: {to: bob_phone, title: from my server, body: a text to read, times: 2}"
    both = "must_arrive: {phone: bob_phone, title: from my server, times: 2}"
    assert passes(UP, KILL, step, both, "must_record: {name: vendor_answered, outcome: ok, times: 2}")


def test_a_refused_push_of_ones_own_is_recorded_with_the_vendors_code() -> None:
    step = "send_to_vendor: {reg_id: nobody}"
    refused = "must_record: {name: vendor_answered, outcome: refused, reason: reg_id_invalid, within: 5s}"
    assert passes(UP, step, refused)


def test_a_sender_that_is_started_anew_authenticates_each_time() -> None:
    for new_token, times in (("false", 1), ("true", 2)):
        step = f"send_to_vendor: {{to: bob_phone, new_token: {new_token}}}"
        result = played(UP, KILL, step, "wait: 5s", step, "wait: 5s", SEEN)
        asked = [
            record
            for record in result.trace
            if record.kind is Kind.WIRE
            and record.actor == "customer"
            and "/message/auth" in str(record.data["request"])
        ]
        assert len(asked) == times


# -- links ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("link", ["customer>bob_phone", "im>im", "bob_phone>bob_phone", "vivo>vivo", "customer>push"])
def test_two_that_never_talk_to_each_other_are_told_before_it_runs(link: str) -> None:
    with pytest.raises(ScenarioErrors, match=f'"{link}" is no link'):
        played(UP, f"fail_next: {{link: {link}}}", SEEN)


def test_two_that_are_not_linked_are_told_with_the_links_that_are() -> None:
    play = Play("vivo")
    play.set_up(phone="bob_phone", user="bob")
    with pytest.raises(ExpectationFailed) as failed:
        play.fail_next(link="customer>bob_phone")
    assert str(failed.value) == (
        '"customer>bob_phone" is no link\n'
        "  links here: customer>im, customer>vivo, im>bob_phone, im>vivo, vivo>bob_phone, vivo>customer\n"
        "  next: write two of these names that are linked, in either order"
    )


@pytest.mark.parametrize("link", ["vendor>bob_phone", "vivo>bob_phone", "bob_phone>vendor"])
def test_a_link_has_several_spellings(link: str) -> None:
    lost = "must_not_arrive: {phone: bob_phone, because: lost_on_link}"
    assert passes(UP, KILL, f"fail_next: {{link: {link}, how: lost}}", SEND, lost)


def test_a_fault_hits_as_many_messages_as_said() -> None:
    fault = "fail_next: {link: vendor>bob_phone, how: lost, times: 2}"
    assert passes(
        UP,
        KILL,
        fault,
        SEND,
        SEND,
        SEND,
        "must_arrive: {phone: bob_phone, times: 1}",
        "must_not_arrive: {phone: bob_phone, because: lost_on_link, times: 2}",
    )


# -- what is printed around a failure ---------------------------------------------------------------------------------


def test_the_journey_is_that_of_the_phone_that_the_step_names() -> None:
    carol = "set_up: {phone: carol_phone, user: carol}"
    hello = "send_message: {from: alice, to: carol, text: hello}"
    result = played(UP, carol, LOG_OUT, "kill_app: carol_phone", SEND, hello, "must_arrive: carol_phone", ARRIVE)
    text = failure_text(report_of(result))
    assert "offline_decided  im  refused: logged_out\n" in text
    assert "carol_phone" not in text


# -- other requests of somebody's own server --------------------------------------------------------------------------


def test_a_request_of_a_path_of_its_own_is_authenticated_and_its_answer_recorded() -> None:
    tag = "call_vendor: {path: /tag/add, body: {name: vip}}"
    member = "call_vendor: {path: /tag/addMembers, body: {name: vip, type: 1}, reg_ids: {ids: [bob_phone]}}"
    assert passes(UP, tag, member, "must_record: {name: vendor_answered, within: 5s, times: 2, data: {code: '0'}}")


def test_a_single_reg_id_goes_into_its_field_and_a_refusal_is_no_failure() -> None:
    call = "call_vendor: {path: /message/send, reg_ids: {regId: bob_phone}}"
    assert passes(UP, call, "must_record: {name: vendor_answered, within: 5s, data: {code: '10352'}}")


def test_a_phone_without_a_reg_id_is_named() -> None:
    call = "call_vendor: {path: /tag/add, reg_ids: {ids: [carol_phone]}}"
    phones = "phones:\n  bob_phone: {}\n  carol_phone: {}\n"
    assert "carol_phone has no regId to push to" in told(UP, call, SEEN, top=phones)


STORE = (
    "call_vendor: {vendor: oppo, path: /server/v1/message/notification/save_message_content,"
    " body: {title: t, content: c}}"
)
CAST = (
    "call_vendor: {vendor: oppo, path: /server/v1/message/notification/broadcast,"
    " body: {target_type: 1}, from_answer: [message_id]}"
)
OPPO = "vendor_apps:\n  oppo: {}\n"


def test_a_field_of_an_answer_goes_back_to_the_vendor() -> None:
    answered = "must_record: {name: vendor_answered, outcome: ok, within: 5s, times: 2}"
    assert passes(UP, STORE, CAST, answered, top=OPPO)


def test_a_field_may_have_another_name_in_the_call_than_in_the_answer() -> None:
    renamed = CAST.replace("[message_id]", "{message_id: message_id, own: message_id}")
    answered = "must_record: {name: vendor_answered, outcome: ok, within: 5s, times: 3}"
    assert passes(UP, STORE, "call_vendor: {path: /tag/add, body: {name: vip}}", renamed, answered, top=OPPO)


def test_a_field_that_no_answer_has_had_is_named() -> None:
    assert told(UP, CAST, SEEN, top=OPPO) == (
        'a_case.yaml:7: call_vendor: no answer of the vendor\'s has had a "message_id"\n  fields: none'
    )
    other = CAST.replace("[message_id]", "[task]")
    assert told(UP, STORE, other, SEEN, top=OPPO) == (
        'a_case.yaml:8: call_vendor: no answer of the vendor\'s has had a "task"\n  fields: message_id'
    )
    words = "call_vendor: {path: /tag/add, body: {name: vip}}"
    assert "fields: none" in told(UP, words, CAST, SEEN, top=OPPO)


def test_a_name_in_a_path_that_the_app_has_no_value_for_stays_as_it_is() -> None:
    call = "call_vendor: {vendor: honor, path: '/api/v1/{app}/sendMessage'}"
    url = "https://push-api.cloud.honor.com/api/v1/%7Bapp%7D/sendMessage"
    result = played(UP, call, "wait: 5s", SEEN, top="vendor_apps:\n  honor: {}\n")
    requests = [one.data["request"]["url"] for one in result.world.trace if "request" in one.data]
    assert url in requests


# -- methods of a vendor's SDK ----------------------------------------------------------------------------------------


def test_a_method_that_the_vendors_sdk_does_not_have_names_those_that_it_has() -> None:
    text = told(
        "set_up: {phone: mi, user: bob}",
        "call_sdk: {phone: mi, method: setAlias}",
        SEEN,
        top="phones:\n  mi: Xiaomi 11\n",
    )
    assert 'the vendor\'s SDK has no "setAlias" with 0 arguments here' in text
    assert "setAlias (1)" in text
