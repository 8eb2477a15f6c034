from simulator.customer.usersig import LIFETIME_S, make_user_sig
from simulator.im.usersig import USER_SIG, SigCase, read_user_sig
from simulator.kernel.rule import Rulebook

APP_ID = 1400000001
KEY = "mock-secret-key-for-tests-0001"
NOW_S = 1_700_000_000


def refusal(text: str, now_s: int = NOW_S) -> str | None:
    rule = Rulebook().first_no(USER_SIG, SigCase(text, "administrator", APP_ID, KEY, now_s))
    return None if rule is None else rule.name


def test_worked_vector_of_the_document_is_reproduced():
    content = read_user_sig(make_user_sig(KEY, APP_ID, "administrator", now_s=NOW_S))
    assert content is not None
    assert content.sig == "NGRityNy1G+abgTj87BAnQ1w+3R9VzfY/3oL3pYhPWE="
    assert (content.identifier, content.sdk_app_id) == ("administrator", APP_ID)
    assert (content.time_s, content.expire_s) == (NOW_S, LIFETIME_S) == (NOW_S, 15_552_000)


def test_it_fits_into_an_address_as_it_is():
    text = make_user_sig(KEY, APP_ID, "用户 1", now_s=NOW_S)
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-_")


def test_the_server_takes_it_until_its_lifetime_is_over():
    text = make_user_sig(KEY, APP_ID, "administrator", now_s=NOW_S, lifetime_s=300)
    assert refusal(text, NOW_S + 299) is None
    assert refusal(text, NOW_S + 300) == "im.user_sig.expired"


def test_same_question_gives_the_same_user_sig_and_another_user_another_one():
    assert make_user_sig(KEY, APP_ID, "bob", now_s=NOW_S) == make_user_sig(KEY, APP_ID, "bob", now_s=NOW_S)
    assert make_user_sig(KEY, APP_ID, "bob", now_s=NOW_S) != make_user_sig(KEY, APP_ID, "alice", now_s=NOW_S)
