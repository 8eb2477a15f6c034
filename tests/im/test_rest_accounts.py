from simulator.im.sessions import State
from tests.im.calls import OK, a_chat, a_full_chat, call, path_of, spoilt
from tests.im.worlds import kill, records, sent_once, set_up

IMPORT, IMPORT_MANY, DELETE = map(path_of, ("account_import", "multiaccount_import", "account_delete"))
NOT_THERE = {"ResultCode": 70107, "ResultInfo": "Err_TLS_PT_Open_Login_Account_Not_Exist"}


def test_many_accounts_are_imported_and_those_that_cannot_be_are_named():
    world = a_chat()
    answer = call(world, IMPORT_MANY, {"Accounts": ["erin", "x" * 32, "x" * 33, "", "bob"]})
    assert answer == {**OK, "FailAccounts": ["x" * 33, ""]}
    assert "erin" in world.im.accounts
    assert "x" * 32 in world.im.accounts
    assert "" not in world.im.accounts


def test_many_accounts_are_imported_with_what_their_profiles_say():
    world = a_chat()
    accounts = [
        {"UserID": "erin", "Nick": "Erin", "FaceUrl": "http://x/e.png"},
        {"UserID": "bob", "Nick": "Bobby", "FaceUrl": ""},
        {"UserID": "x" * 33},
        {"UserID": "frank", "Nick": "F" * 501},
    ]
    answer = call(world, IMPORT_MANY, {"AccountList": accounts})
    assert answer == {**OK, "FailAccounts": ["x" * 33, "frank"]}
    assert world.im.profiles.of("erin") == {"Tag_Profile_IM_Nick": "Erin", "Tag_Profile_IM_Image": "http://x/e.png"}
    assert world.im.profiles.of("bob") == {"Tag_Profile_IM_Nick": "Bobby"}
    assert "frank" not in world.im.accounts


def test_trial_application_has_a_hundred_accounts():
    world = a_chat(edition="trial")
    for number in range(100 - len(world.im.accounts)):
        assert call(world, IMPORT, {"UserID": f"user{number}"})["ErrorCode"] == 0
    assert len(world.im.accounts) == 100
    assert call(world, IMPORT, {"UserID": "one more"})["ErrorCode"] == 70398
    assert call(world, IMPORT_MANY, {"Accounts": ["one more"]})["ErrorCode"] == 70398
    # Importing one that is there already needs no room.
    assert call(world, IMPORT, {"UserID": "bob"})["ErrorCode"] == 0
    assert call(world, IMPORT_MANY, {"Accounts": ["bob"]})["ErrorCode"] == 0


def test_paid_application_has_more():
    world = a_chat(edition="standard")
    assert call(world, IMPORT_MANY, {"Accounts": [f"user{number}" for number in range(100)]})["ErrorCode"] == 0
    assert call(world, IMPORT, {"UserID": "one more"})["ErrorCode"] == 0


def test_deleted_account_is_gone_from_everywhere_and_its_phone_is_not_pushed_to():
    world = a_full_chat(edition="trial")
    device = set_up(world)
    kill(world, device)
    answer = call(world, DELETE, {"DeleteItem": [{"UserID": "bob"}, {"UserID": "nobody"}]})
    assert answer == {
        **OK,
        "ResultItem": [{"ResultCode": 0, "ResultInfo": "", "UserID": "bob"}, {**NOT_THERE, "UserID": "nobody"}],
    }
    assert "bob" not in world.im.accounts
    assert all("bob" not in group.members for group in world.im.delivery.groups)
    session = world.im.sessions.find("bob", "bob_phone")
    assert session is not None
    assert session.state(world.scheduler.now_ms) is State.OFFLINE
    assert call(world, path_of("sendmsg"), spoilt("sendmsg"))["ErrorCode"] == 20003
    assert sent_once(world) == ("offline_decided", "kicked")


def test_deleting_accounts_is_for_trial_applications():
    world = a_full_chat()
    assert call(world, DELETE, spoilt("account_delete"))["ErrorCode"] == 71000
    (refused,) = records(world, "rest_refused")
    assert refused.rule == "im.rest.delete_not_trial"


def test_application_that_is_disabled_or_has_expired_answers_nothing_else():
    for state, code in (("disabled", 60016), ("expired", 60020)):
        assert call(a_chat(state=state), IMPORT, {"UserID": "erin"})["ErrorCode"] == code


def test_online_states_are_told_only_where_the_console_has_that_on():
    world = a_chat(status_query=False)
    for command in ("querystate", "query_online_status"):
        assert call(world, path_of(command), {"To_Account": ["bob"]})["ErrorCode"] == 72001
