"""The steps about logins elsewhere and about webhooks."""

import pytest

from simulator.scenario.errors import ScenarioErrors
from tests.scenario.playing import KILL, LAUNCH, LOG_OUT, SEEN, SEND, UP, passes, played, told

WEB = "{user: bob, platform: Web}"
IN = f"log_in_elsewhere: {WEB}"
MESSAGE = "must_record: {actor: bob@Web, name: message_received, within: 2s}"
NO_MESSAGE = "must_not_record: {actor: bob@Web, name: message_received, within: 2s}"


def test_user_who_logs_in_elsewhere_gets_messages_there():
    assert passes(UP, IN, SEND, MESSAGE)
    assert not passes(UP, IN, SEND, NO_MESSAGE)


@pytest.mark.parametrize(
    "leaving",
    [
        f"log_out_elsewhere: {WEB}",
        f"leave_elsewhere: {WEB}",
        "leave_elsewhere: {user: bob, platform: Web, by: close}",
        "leave_elsewhere: {user: bob, platform: Web, by: network_loss}",
    ],
)
def test_user_who_has_left_gets_none_until_the_next_login(leaving: str):
    assert passes(UP, IN, "wait: 2s", leaving, "wait: 2s", SEND, NO_MESSAGE)


@pytest.mark.parametrize("by", ["close", "network_loss"])
def test_message_is_there_at_the_next_login(by: str):
    leaving = f"leave_elsewhere: {{user: bob, platform: Web, by: {by}}}"
    assert passes(UP, IN, "wait: 2s", leaving, "wait: 90s", SEND, "wait: 2s", IN, MESSAGE)


def test_logging_out_elsewhere_leaves_the_phone_its_pushes():
    assert passes(UP, IN, "wait: 2s", f"log_out_elsewhere: {WEB}", KILL, SEND, "must_arrive: bob_phone")


def test_message_is_sent_from_where_its_user_is():
    assert passes(
        UP,
        KILL,
        "log_in_elsewhere: {user: alice, platform: Mac}",
        "wait: 2s",
        SEND,
        'must_record: {actor: alice@Mac, name: message_sent, data: {code: "0"}, within: 2s}',
        "must_arrive: bob_phone",
    )


def test_kick_over_rest_reaches_every_client():
    kicked = "must_record: {{actor: {}, name: {}, within: 1s}}"
    assert passes(
        UP, IN, "wait: 2s", "kick_user: bob", kicked.format("bob@Web", "onKickedOffline"),
        kicked.format("bob_phone", "onForceOffline"),
    )  # fmt: skip


def test_unknown_user_and_platform_are_named_before_anything_runs():
    with pytest.raises(ScenarioErrors, match="platform"):
        played(UP, "log_in_elsewhere: {user: bob, platform: Symbian}", SEND)
    with pytest.raises(ScenarioErrors, match="no user is named"):
        played(UP, "log_out_elsewhere: {user: carol, platform: Web}", SEND)


def test_webhook_cannot_be_answered_where_none_is_posted():
    answer = "answer_webhook: {event: State.StateChange, status: 500}"
    assert passes(UP, answer, "must_record: {actor: bob_phone, name: token_bound}", top="im: {webhooks: {}}\n")
    said = told(UP, answer, "must_record: {actor: bob_phone, name: token_bound}")
    assert "IM posts no webhooks here" in said
    assert "add im: {webhooks: {}} to the scenario" in said


# -- the console's test push ------------------------------------------------------------------------------------------


def test_try_push_needs_a_phone_on_which_somebody_has_logged_in():
    said = told(LAUNCH, "try_push: bob_phone", SEEN)
    assert "nobody has logged in on bob_phone" in said
    assert "add set_up: {phone: bob_phone, user: …} before this step" in said
    assert "nobody has logged in" in told(UP, "log_in_elsewhere: {user: carol, platform: Web}", CAROL, SEEN)


CAROL = "try_push: {phone: bob_phone, user: carol}"


@pytest.mark.parametrize(
    ("before", "because"),
    [(LOG_OUT, "logged_out"), ("kick_user: bob", "kicked"), ("delete_certificate: vivo", "certificate_unknown")],
)
def test_try_push_asks_about_the_token_alone(before: str, because: str):
    negative = f"must_not_arrive: {{phone: bob_phone, because: {because}}}"
    assert passes(UP, "go_home: bob_phone", "try_push: bob_phone", "must_arrive: bob_phone")
    assert passes(UP, "go_home: bob_phone", before, "wait: 2s", "try_push: bob_phone", negative)
