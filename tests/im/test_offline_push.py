from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from msgspec.structs import replace as replace_in

from simulator.device.android.activity_manager import KillCause
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.im.bindings import Binding
from simulator.im.groups import Group, GroupProfile, GroupType
from simulator.im.offline_push import OFFLINE_DECISION
from simulator.im.push_text import ELEMENT_TYPES, push_text
from simulator.im.receive_options import ReceiveOption
from simulator.im.sessions import Session
from simulator.kernel.units import DAY_MS
from simulator.push.certificate import Certificate
from simulator.push.journey import Hop
from simulator.push.message import Element, Message, MessageKind, OfflinePushInfo
from simulator.push.reason import Reason
from simulator.vendors import VENDORS
from simulator.world.spec import AppSpec, CertificateSpec, ClickSpec, PhoneSpec, WorldSpec
from simulator.world.world import World
from tests.im.worlds import (
    SHOWN,
    a_message,
    a_world,
    at_decision,
    ended,
    kill,
    log_in,
    records,
    send,
    sent_once,
    set_up,
    texts_in_app,
)

CUSTOM_WITHOUT_DESC = (Element("TIMCustomElem", {"Data": "x"}),)


def session_of(world: World) -> Session:
    session = world.im.sessions.find("bob", "bob_phone")
    assert session is not None
    return session


def binding_of(world: World) -> Binding:
    binding = world.im.bindings.find("bob", "bob_phone")
    assert binding is not None
    return binding


def killed(world: World) -> None:
    kill(world, set_up(world))


# -- each rule, on both sides, and waived -----------------------------------------------------------------------------


def away_for_longer_than_seven_days(world: World) -> None:
    killed(world)
    session_of(world).left_ms = world.scheduler.now_ms - 7 * DAY_MS - 1


def away_for_nearly_seven_days(world: World) -> None:
    killed(world)
    session_of(world).left_ms = world.scheduler.now_ms - 7 * DAY_MS + 1_000


def killed_without_network(world: World) -> None:
    device = set_up(world)
    device.set_network(NetworkKind.OFF)
    device.kill_app(KillCause.SWIPE)
    device.set_network(NetworkKind.WIFI)


def online(world: World) -> None:
    process = set_up(world).app.process
    assert process is not None
    process.to_background()


def logged_out(world: World) -> None:
    device = set_up(world)
    assert device.app.process is not None
    device.app.process.log_out()
    world.run_for(1_000)
    kill(world, device)


def kicked(world: World) -> None:
    killed(world)
    world.im.kick_user("bob")


def login_failed(world: World) -> None:
    device = world.phone("bob_phone")
    device.app.launch()
    assert device.app.process is not None
    world.customer.sig_lifetime_s = 0
    log_in(world, device)
    world.customer.sig_lifetime_s = 1_000_000
    kill(world, device)


def taken_over(world: World) -> None:
    killed(world)
    world.im.bindings.bind("carol", "bob_phone", 1, binding_of(world).token)


def never_reported_again(world: World) -> None:
    """Log in again after a logout, and do not report the token."""
    device = set_up(world)
    process = device.app.process
    assert process is not None
    process.log_out()
    world.run_for(1_000)
    process.im.login("bob", world.customer.user_sig("bob"), lambda _code, _text: None)
    world.run_for(1_000)
    kill(world, device)


def unknown_certificate(world: World) -> None:
    killed(world)
    binding_of(world).certificate_id = 99


def deleted_certificate(world: World) -> None:
    killed(world)
    world.im.console.delete(world.certificate_ids["vivo"])


def certificate_of_other_vendor(world: World) -> None:
    killed(world)
    world.im.console.host(Certificate(99, "oppo"))
    binding_of(world).certificate_id = 99


def certificate_saved_just_now(world: World) -> None:
    killed(world)
    known = world.im.console.latest(world.certificate_ids["vivo"])
    assert known is not None
    rule, _ = world.im.console.save(VENDORS["vivo"].form, replace(known, certificate_id=99))
    assert rule is None
    binding_of(world).certificate_id = 99


def certificate_saved_ten_minutes_ago(world: World) -> None:
    certificate_saved_just_now(world)
    world.run_for(600_000)


@dataclass(frozen=True)
class Spoilt:
    """A world and a message to which one rule says no.

    Attributes:
        healthy: The world in which it does not, and in which an ordinary message arrives.
    """

    rule: str
    reason: Reason
    prepare: Callable[[World], None] = killed
    message: Message = a_message()
    healthy: Callable[[World], None] = killed


def recalled_at_once(world: World) -> None:
    """Recall the message in the moment in which IM has accepted it."""
    killed(world)

    def recall() -> None:
        sent = world.im.delivery.conversations.find("alice", "bob", "1_2_3")
        assert sent is not None
        sent.recalled = True

    world.scheduler.after(1, recall)


def chose(option: ReceiveOption) -> Callable[[World], None]:
    def prepare(world: World) -> None:
        killed(world)
        world.im.delivery.options.choose("bob", "alice", option)

    return prepare


def in_group(kind: GroupType, option: ReceiveOption | None = None) -> Callable[[World], None]:
    def prepare(world: World) -> None:
        killed(world)
        group = Group("team", kind, GroupProfile("Team"))
        group.join(["alice", "bob"])
        group.members["bob"].option = option
        world.im.delivery.groups.add(group)

    return prepare


OF_TEAM = replace_in(a_message(), group="team")

SPOILT = (
    Spoilt("im.system_message", Reason.SYSTEM_MESSAGE, message=replace_in(a_message(), kind=MessageKind.SYSTEM)),
    Spoilt("im.history_imported", Reason.HISTORY_IMPORTED, message=replace_in(a_message(), kind=MessageKind.HISTORY)),
    Spoilt("im.own_message", Reason.OWN_MESSAGE, message=replace_in(a_message(), sender="bob")),
    Spoilt("im.sent_to_online_only", Reason.SENT_TO_ONLINE_ONLY, message=a_message(online_only=True)),
    Spoilt("im.push_switched_off", Reason.PUSH_SWITCHED_OFF, message=a_message(push=OfflinePushInfo(push_flag=1))),
    Spoilt("im.no_push_text", Reason.NO_PUSH_TEXT, message=a_message(elements=CUSTOM_WITHOUT_DESC)),
    Spoilt("im.recalled", Reason.RECALLED, recalled_at_once, message=replace_in(a_message(), key="1_2_3")),
    Spoilt("im.message_discarded", Reason.MESSAGE_DISCARDED, chose(ReceiveOption.DISCARD)),
    Spoilt(
        "im.message_discarded",
        Reason.MESSAGE_DISCARDED,
        in_group(GroupType.WORK, ReceiveOption.DISCARD),
        message=OF_TEAM,
    ),
    Spoilt("im.not_notified", Reason.NOT_NOTIFIED, chose(ReceiveOption.NOT_NOTIFY)),
    Spoilt(
        "im.not_notified",
        Reason.NOT_NOTIFIED,
        in_group(GroupType.WORK, ReceiveOption.NOT_NOTIFY),
        healthy=in_group(GroupType.MEETING, ReceiveOption.NOTIFY),
        message=OF_TEAM,
    ),
    Spoilt(
        "im.group_type_not_notified",
        Reason.NOT_NOTIFIED,
        in_group(GroupType.MEETING),
        healthy=in_group(GroupType.WORK),
        message=OF_TEAM,
    ),
    Spoilt("im.login_failed", Reason.LOGIN_FAILED, login_failed),
    Spoilt("im.logged_out", Reason.LOGGED_OUT, logged_out),
    Spoilt("im.kicked", Reason.KICKED, kicked),
    Spoilt(
        "im.session_expired",
        Reason.SESSION_EXPIRED,
        away_for_longer_than_seven_days,
        healthy=away_for_nearly_seven_days,
    ),
    Spoilt("im.dead_link", Reason.DEAD_LINK, killed_without_network),
    Spoilt("im.online_instead", Reason.ONLINE_INSTEAD, online),
    Spoilt("im.token_taken_over", Reason.TOKEN_TAKEN_OVER, taken_over),
    Spoilt("im.no_token", Reason.NO_TOKEN, never_reported_again),
    Spoilt("im.certificate_unknown", Reason.CERTIFICATE_UNKNOWN, unknown_certificate),
    Spoilt("im.certificate_unknown", Reason.CERTIFICATE_UNKNOWN, deleted_certificate),
    Spoilt("im.certificate_of_other_vendor", Reason.CERTIFICATE_OF_OTHER_VENDOR, certificate_of_other_vendor),
    Spoilt(
        "im.certificate_not_in_effect",
        Reason.CERTIFICATE_NOT_IN_EFFECT,
        certificate_saved_just_now,
        healthy=certificate_saved_ten_minutes_ago,
    ),
)
spoilt = pytest.mark.parametrize("case", SPOILT, ids=lambda case: case.prepare.__name__ + " " + case.reason)


def test_every_rule_of_the_decision_is_provoked_below():
    assert [rule.name for rule in OFFLINE_DECISION] == list(dict.fromkeys(case.rule for case in SPOILT))


@spoilt
def test_rule_ends_the_push_at_the_offline_decision_with_its_own_reason(case: Spoilt):
    world = a_world()
    case.prepare(world)
    assert sent_once(world, case.message) == at_decision(case.reason)
    (hop,) = [record for record in records(world, Hop.OFFLINE_DECIDED) if record.push_id]
    assert hop.rule == case.rule


@spoilt
def test_push_arrives_where_the_rules_condition_is_not_met(case: Spoilt):
    world = a_world()
    case.healthy(world)
    assert sent_once(world) == SHOWN


@spoilt
def test_push_arrives_where_the_reason_is_waived(case: Spoilt):
    world = a_world(waived=[case.reason])
    case.prepare(world)
    assert sent_once(world, case.message) == SHOWN


@spoilt
def test_push_gets_past_a_rule_that_is_waived_by_its_name(case: Spoilt):
    world = a_world(waived=[case.rule])
    case.prepare(world)
    # Behind a login that failed there is no token either.
    expected = at_decision(Reason.NO_TOKEN) if case.reason == Reason.LOGIN_FAILED else SHOWN
    assert sent_once(world, case.message) == expected
    assert case.rule in world.rules.waived


# -- more of single rules ---------------------------------------------------------------------------------------------


def test_phone_that_never_reported_a_token_has_none():
    world = a_world(WorldSpec(app=AppSpec(variant="push_never_opened")))
    killed(world)
    (verdict,) = send(world)
    assert ended(verdict) == at_decision(Reason.NO_TOKEN)
    assert verdict.root == Reason.PUSH_NOT_OPENED


def test_waived_push_to_a_phone_without_any_token_is_refused_by_the_vendor_and_not_lost():
    world = a_world(WorldSpec(app=AppSpec(variant="push_never_opened")), waived=[Reason.NO_TOKEN])
    killed(world)
    assert sent_once(world) == (Hop.VENDOR_ACCEPTED, Reason.INVALID_REQUEST)


def test_waived_push_to_a_phone_without_a_vendor_goes_nowhere_and_is_not_lost():
    world = a_world(
        WorldSpec(phones={"bob_phone": PhoneSpec(model="Samsung Galaxy S21")}),
        waived=[Reason.NO_TOKEN],
    )
    killed(world)
    assert sent_once(world) == (Hop.PUSH_REQUESTED, Reason.VENDOR_UNREACHABLE)


def test_text_element_or_desc_beside_a_custom_element_without_desc_is_pushed():
    for message in (
        a_message(elements=(*CUSTOM_WITHOUT_DESC, Element("TIMTextElem", {"Text": "lunch?"}))),
        a_message(elements=CUSTOM_WITHOUT_DESC, push=OfflinePushInfo(desc="lunch?")),
    ):
        world = a_world()
        killed(world)
        assert sent_once(world, message) == SHOWN


def test_earlier_rule_decides_where_two_say_no():
    world = a_world()
    logged_out(world)
    assert sent_once(world, a_message(online_only=True)) == at_decision(Reason.SENT_TO_ONLINE_ONLY)
    world.im.console.delete(world.certificate_ids["vivo"])
    assert sent_once(world) == at_decision(Reason.LOGGED_OUT)


# -- in the background ------------------------------------------------------------------------------------------------


def in_background(variant: str) -> World:
    world = a_world(WorldSpec(app=AppSpec(variant=variant)))
    process = set_up(world).app.process
    assert process is not None
    process.to_background()
    world.run_for(1_000)
    return world


def test_message_for_a_living_app_in_the_background_is_delivered_and_pushed_with_a_new_im_sdk():
    world = in_background("pushed_in_background")
    assert sent_once(world) == SHOWN
    assert texts_in_app(world.phone("bob_phone")) == ["lunch?"]


def test_message_for_a_living_app_in_the_background_is_only_delivered_with_an_old_im_sdk():
    world = in_background("careful")
    assert sent_once(world) == at_decision(Reason.ONLINE_INSTEAD)
    assert texts_in_app(world.phone("bob_phone")) == ["lunch?"]


def test_app_that_has_come_back_to_the_front_is_not_pushed_to():
    world = in_background("pushed_in_background")
    world.phone("bob_phone").app.launch()
    world.run_for(1_000)
    assert sent_once(world) == at_decision(Reason.ONLINE_INSTEAD)


def test_app_in_the_background_is_still_there_for_the_server_after_its_network_was_away():
    world = in_background("pushed_in_background")
    device = world.phone("bob_phone")
    device.set_network(NetworkKind.OFF)
    world.run_for(1_000)
    device.set_network(NetworkKind.WIFI)
    world.run_for(1_000)
    assert session_of(world).is_background
    assert sent_once(world) == SHOWN


# -- what is pushed ---------------------------------------------------------------------------------------------------


def pushed(world: World) -> dict[str, object]:
    """Return what the latest push was decided to say."""
    decided = [record for record in records(world, Hop.OFFLINE_DECIDED) if record.push_id]
    return dict(decided[-1].data)


def notification(world: World) -> tuple[str, str]:
    (shown,) = world.phone("bob_phone").notifications.shade
    return shown.title, shown.text


@pytest.mark.parametrize("kind", sorted(ELEMENT_TYPES))
def test_every_kind_of_message_is_shown_with_its_text_and_the_default_title(kind: str):
    content = {"Text": "lunch?", "Desc": "lunch?", "CompatibleText": "lunch?"}
    message = a_message(elements=(Element(kind, content),))
    world = a_world()
    killed(world)
    assert sent_once(world, message) == SHOWN
    assert notification(world) == ("a new message", push_text(message))


def test_title_and_text_of_the_sender_win():
    world = a_world()
    killed(world)
    assert sent_once(world, a_message(push=OfflinePushInfo(title="Alice", desc="午饭?"))) == SHOWN
    assert notification(world) == ("Alice", "午饭?")


@pytest.mark.parametrize("ext", [None, "ext content", '{"k":"中文"}'])
def test_ext_goes_with_the_message_unchanged_and_is_left_out_for_a_web_page(ext: str | None):
    message = a_message(push=OfflinePushInfo(ext=ext))
    opens_app = a_world()
    killed(opens_app)
    assert sent_once(opens_app, message) == SHOWN
    assert pushed(opens_app)["ext"] == ext

    web_page = WorldSpec(certificates={"vivo": CertificateSpec(on_click=ClickSpec(url="https://cloud.tencent.com"))})
    opens_page = a_world(web_page)
    killed(opens_page)
    assert sent_once(opens_page, message) == SHOWN
    assert pushed(opens_page)["ext"] is None


def test_nothing_is_left_over_from_the_message_before():
    world = a_world()
    killed(world)
    assert sent_once(world, a_message(push=OfflinePushInfo(title="Alice", ext="x"))) == SHOWN
    assert sent_once(world, a_message("dinner?")) == SHOWN
    assert (pushed(world)["title"], pushed(world)["ext"]) == ("a new message", None)


def test_edited_certificate_is_used_once_it_is_in_effect():
    world = a_world()
    killed(world)
    certificate_id = world.certificate_ids["vivo"]
    known = world.im.console.latest(certificate_id)
    assert known is not None
    spoiled = replace(known, values={**known.values, "app_secret": "wrong"})
    _, effect_ms = world.im.console.save(VENDORS["vivo"].form, spoiled)
    assert sent_once(world) == SHOWN
    world.run_for(effect_ms - world.scheduler.now_ms)
    assert sent_once(world) == (Hop.PUSH_REQUESTED, Reason.AUTH_REFUSED)
