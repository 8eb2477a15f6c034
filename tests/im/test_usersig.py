import base64
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.im.usersig import USER_SIG, SigCase, read_user_sig
from simulator.kernel.rule import Rulebook, Waiver

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.json"))
CAPTURE_APP_ID = 1400000001
CAPTURE_KEY = "fakeimsecretkey00000000000000000000000000000000000000000000000000"

APP_ID = 1400000001
KEY = "mock-secret-key-for-tests-0001"
TIME_S = 1_700_000_000
EXPIRE_S = 15_552_000
SIG = "NGRityNy1G+abgTj87BAnQ1w+3R9VzfY/3oL3pYhPWE="
SIG_WITH_USERBUF = "T1FnsnjU2LC6yhl7yEq/vsqxILmLKYbh0zhB/MtXl20="

CONTENT: Mapping[str, object] = {
    "TLS.ver": "2.0",
    "TLS.identifier": "administrator",
    "TLS.sdkappid": APP_ID,
    "TLS.expire": EXPIRE_S,
    "TLS.time": TIME_S,
    "TLS.sig": SIG,
}


def packed(content: object, level: int = 6) -> str:
    return envelope(zlib.compress(json.dumps(content).encode(), level))


def envelope(data: bytes) -> str:
    return base64.b64encode(data).decode().translate(str.maketrans("+/=", "*-_"))


def answer_to(
    text: str,
    *,
    user: str = "administrator",
    app_id: int = APP_ID,
    key: str = KEY,
    now_s: int = TIME_S,
    revoked_before_s: int = 0,
) -> str | None:
    rule = Rulebook().first_no(USER_SIG, SigCase(text, user, app_id, key, now_s, revoked_before_s))
    return None if rule is None else rule.name


def query_of(sample: Path) -> Mapping[str, str]:
    document = json.loads(sample.read_text(encoding="utf-8"))
    query: str = document["request"]["query"]
    return {name: values[0] for name, values in parse_qs(query).items()}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_user_sig_of_every_capture_verifies_with_the_key_of_the_captures(sample: Path):
    query = query_of(sample)
    second = json.loads(sample.read_text(encoding="utf-8"))["second"]
    content = read_user_sig(query["usersig"])
    assert content is not None
    assert (content.identifier, content.sdk_app_id) == ("administrator", CAPTURE_APP_ID)
    assert answer_to(query["usersig"], app_id=CAPTURE_APP_ID, key=CAPTURE_KEY, now_s=second) is None
    assert answer_to(query["usersig"], app_id=CAPTURE_APP_ID, key=KEY, now_s=second) == "im.user_sig.other_key"


def test_worked_vector_of_the_document_is_reproduced():
    assert answer_to(packed(CONTENT)) is None


def test_userbuf_is_signed_too():
    with_userbuf = {**CONTENT, "TLS.userbuf": "aGVsbG8=", "TLS.sig": SIG_WITH_USERBUF}
    assert answer_to(packed(with_userbuf)) is None
    assert answer_to(packed({**with_userbuf, "TLS.userbuf": "aGVsbG9="})) == "im.user_sig.other_key"


def test_any_order_of_keys_and_any_compression_is_read():
    turned = dict(reversed(CONTENT.items()))
    assert [answer_to(packed(turned, level)) for level in (0, 1, 9)] == [None] * 3


def test_keys_that_nobody_knows_are_passed_over():
    assert answer_to(packed({**CONTENT, "TLS.later": [1, {"a": None}]})) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "empty"),
        ("no base64!", "illegal"),
        ("eJy%2A", "illegal"),
        ("用户", "illegal"),
        (envelope(b"not zlib"), "illegal"),
        (envelope(zlib.compress(b"not json")), "no_document"),
        (envelope(zlib.compress(b"[]")), "no_document"),
        (packed(CONTENT)[:-8], "illegal"),
        (packed({**CONTENT, "TLS.sdkappid": "1400000001"}), "no_document"),
        (packed({**CONTENT, "TLS.time": None}), "no_document"),
        (packed({name: value for name, value in CONTENT.items() if name != "TLS.sig"}), "no_document"),
    ],
)
def test_what_is_no_user_sig_is_refused_as_such(text: str, name: str):
    assert answer_to(text) == f"im.user_sig.{name}"


def test_stream_without_its_end_is_refused():
    whole = zlib.compress(json.dumps(CONTENT).encode(), 0)
    assert answer_to(envelope(whole)) is None
    assert answer_to(envelope(whole[:-1])) == "im.user_sig.illegal"
    assert answer_to(envelope(whole[:-4])) == "im.user_sig.illegal"


def test_what_unpacks_to_more_than_4_kb_is_refused_without_being_unpacked():
    document = json.dumps(CONTENT).encode()
    fits = document + b" " * (4_096 - len(document))
    assert answer_to(envelope(zlib.compress(fits))) is None
    assert answer_to(envelope(zlib.compress(fits + b" "))) == "im.user_sig.illegal"
    assert answer_to(envelope(zlib.compress(document + b" " * 50_000_000))) == "im.user_sig.illegal"


def test_nesting_without_end_is_refused():
    assert answer_to(envelope(zlib.compress(b'{"a":' + b"[" * 3_000))) == "im.user_sig.no_document"


@given(st.text())
def test_reading_never_fails(text: str):
    assert read_user_sig(text) is None


@given(st.binary())
def test_reading_what_zlib_packed_never_fails(data: bytes):
    assert read_user_sig(envelope(zlib.compress(data))) is None


def test_each_claim_is_compared_and_the_first_wrong_one_decides():
    text = packed(CONTENT)
    assert answer_to(text, user="alice") == "im.user_sig.other_user"
    assert answer_to(text, user="Administrator") == "im.user_sig.other_user"
    assert answer_to(text, app_id=1400000002) == "im.user_sig.other_app"
    assert answer_to(text, key="other") == "im.user_sig.other_key"
    assert answer_to(text, user="alice", app_id=1, key="other", now_s=TIME_S * 2) == "im.user_sig.other_user"
    assert answer_to(text, app_id=1, key="other", now_s=TIME_S * 2) == "im.user_sig.other_app"
    assert answer_to(text, key="other", now_s=TIME_S * 2) == "im.user_sig.other_key"


@pytest.mark.parametrize(("late_s", "name"), [(-1, None), (0, "im.user_sig.expired"), (86_400, "im.user_sig.expired")])
def test_user_sig_holds_up_to_its_last_second(late_s: int, name: str | None):
    assert answer_to(packed(CONTENT), now_s=TIME_S + EXPIRE_S + late_s) == name


@pytest.mark.parametrize(
    ("revoked_before_s", "name"),
    [(TIME_S, None), (TIME_S + 1, "im.user_sig.revoked"), (TIME_S * 2, "im.user_sig.revoked")],
)
def test_user_sig_made_before_a_kick_is_worthless(revoked_before_s: int, name: str | None):
    assert answer_to(packed(CONTENT), revoked_before_s=revoked_before_s) == name


def test_waived_illegal_user_sig_passes_all_later_checks():
    rules = Rulebook(frozenset({Waiver("im.user_sig.illegal")}))
    assert rules.first_no(USER_SIG, SigCase("no base64!", "bob", APP_ID, KEY, TIME_S)) is None
    assert rules.waived == ["im.user_sig.illegal"]
