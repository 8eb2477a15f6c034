"""tap_notification, must_open and must_not_open: what they look at, and what they say when it is something else."""

import pytest

from tests.scenario.playing import ARRIVE, KILL, SEND, TAP, UP, passes, told

SHOWN = (UP, KILL, SEND, ARRIVE)
TAPPED = (*SHOWN, TAP)
WITH_EXT = (
    UP,
    KILL,
    "send_message: {from: alice, to: bob, text: lunch?, offline_push: {ext: order 7}}",
    ARRIVE,
    TAP,
)
MAIN = "com.example.chat.MainActivity"
OPENS_MAIN = "must_open: {phone: bob_phone, app: main}"


def clicking(on_click: str) -> str:
    return f"certificates:\n  vivo: {{on_click: {on_click}}}\n"


WEB_PAGE = clicking("{url: 'https://example.com/'}")
WRONG_ADDRESS = clicking("{url: 'ftp://example.com/'}")


# -- tap_notification -------------------------------------------------------------------------------------------------


def test_an_empty_shade_has_nothing_to_tap() -> None:
    assert told(UP, TAP, OPENS_MAIN) == (
        "a_case.yaml:5: tap_notification: bob_phone has no notification to tap\n"
        "  in the shade: nothing\n"
        "  next: add must_arrive before this step"
    )


def test_a_tap_wants_the_very_title() -> None:
    tap = "tap_notification: {{phone: bob_phone, title: {}}}"
    assert passes(*SHOWN, tap.format("a new message"), OPENS_MAIN)
    assert told(*SHOWN, tap.format("a message"), OPENS_MAIN) == (
        'a_case.yaml:8: tap_notification: bob_phone has no notification titled "a message" to tap\n'
        '  in the shade: "a new message"\n'
        "  next: correct title:"
    )


def test_a_tap_tells_notifications_of_one_title_apart_by_their_body() -> None:
    tap = "tap_notification: {{phone: bob_phone, title: a new message, body: {}}}"
    assert passes(*SHOWN, tap.format("lunch?"), OPENS_MAIN)
    assert told(*SHOWN, tap.format("dinner?"), OPENS_MAIN).startswith(
        'a_case.yaml:8: tap_notification: bob_phone has no notification titled "a new message" that says "dinner?"'
    )


def test_a_tap_takes_the_newest_notification() -> None:
    second = "send_message: {from: alice, to: bob, text: x, offline_push: {title: second, ext: of the second}}"
    newest = "must_open: {phone: bob_phone, ext: of the second}"
    shown = (UP, KILL, SEND, second, "must_arrive: {phone: bob_phone, times: 2}")
    assert passes(*shown, TAP, newest)
    assert not passes(*shown, "tap_notification: {phone: bob_phone, title: a new message}", newest)


# -- must_open --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "step", ["must_open: {phone: bob_phone, app: main}", "must_not_open: {phone: bob_phone, because: no_activity}"]
)
def test_without_a_tap_there_is_nothing_to_look_at(step: str) -> None:
    verb = step.partition(":")[0]
    assert told(*SHOWN, step) == (
        f"a_case.yaml:8: {verb}: no notification was tapped on bob_phone\n  next: add tap_notification before this step"
    )


@pytest.mark.parametrize(
    ("top", "expected", "opened", "wanted"),
    [
        ("", "activity: com.example.chat.OrderActivity", MAIN, '"com.example.chat.OrderActivity"'),
        ("", "url: 'https://example.com/'", MAIN, '"https://example.com/"'),
        (WEB_PAGE, "app: main", "https://example.com/", "the launcher page"),
        (WEB_PAGE, "url: 'https://example.com/shop'", "https://example.com/", '"https://example.com/shop"'),
    ],
)
def test_another_page_is_told(top: str, expected: str, opened: str, wanted: str) -> None:
    line = 9 + top.count("\n")
    assert told(*TAPPED, f"must_open: {{phone: bob_phone, {expected}}}", top=top) == (
        f'a_case.yaml:{line}: must_open: the tap on bob_phone opened "{opened}", expected {wanted}\n'
        "  next: correct on_click: of the certificate, or what this step expects"
    )


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        ("", "app: main"),
        ("", f"activity: {MAIN}"),
        ("", f"app: main, activity: {MAIN}"),
        (WEB_PAGE, "url: 'https://example.com/'"),
    ],
)
def test_the_expected_page_passes(top: str, expected: str) -> None:
    assert passes(*TAPPED, f"must_open: {{phone: bob_phone, {expected}}}", top=top)


def test_a_tap_that_opened_nothing_is_told_with_its_reason() -> None:
    assert told(*TAPPED, OPENS_MAIN, top=WRONG_ADDRESS) == (
        "a_case.yaml:11: must_open: the tap on bob_phone opened nothing\n"
        "  because: url_not_legal: the web page to open does not begin with http:// or https://"
        ' ("ftp://example.com/" does not begin with http:// or https://)\n'
        "  rule: device.url_not_legal: vivo client SDK 2.9, skipType 2 (C07), documented\n"
        "  next: correct the address in the certificate"
    )


@pytest.mark.parametrize(
    ("steps", "expected", "told_as"),
    [
        (TAPPED, "order 7", 'read no ext, expected "order 7"'),
        (WITH_EXT, "order 8", 'read ext "order 7", expected "order 8"'),
        (WITH_EXT, "none", 'read ext "order 7", expected none'),
    ],
)
def test_another_ext_is_told(steps: tuple[str, ...], expected: str, told_as: str) -> None:
    assert told(*steps, f"must_open: {{phone: bob_phone, ext: {expected}}}") == (
        f"a_case.yaml:9: must_open: the app on bob_phone {told_as}\n"
        "  next: correct ext: of offline_push, on_click: of the certificate, or what this step expects"
    )


def test_the_expected_ext_passes_and_so_does_the_expected_lack_of_one() -> None:
    assert passes(*WITH_EXT, "must_open: {phone: bob_phone, ext: order 7}")
    assert passes(*TAPPED, "must_open: {phone: bob_phone, ext: none}")


def test_a_content_that_was_kept_back_is_expected_with_because() -> None:
    kept_back = "must_open: {phone: bob_phone, because: ext_not_passed}"
    assert told(*WITH_EXT, kept_back) == (
        "a_case.yaml:9: must_open: the app on bob_phone lost nothing of the message, expected ext_not_passed\n"
        "  next: send the message with an ext that this click action does not pass on"
    )


def test_an_ext_that_the_app_does_not_read_is_told_with_its_reason() -> None:
    app = "app: vivo_guide_sdk_3\n"
    assert passes(*WITH_EXT, "must_open: {phone: bob_phone, ext: none, because: ext_not_passed}", top=app)
    assert told(*WITH_EXT, "must_open: {phone: bob_phone, ext: order 7}", top=app).startswith(
        'a_case.yaml:10: must_open: the app on bob_phone read no ext, expected "order 7"\n'
        "  because: ext_not_passed: the custom content does not reach the app with this click action,"
        " or on this way of opening\n"
    )


# -- must_not_open ----------------------------------------------------------------------------------------------------


def test_a_page_that_opened_fails_a_negative() -> None:
    assert told(*TAPPED, "must_not_open: {phone: bob_phone, because: no_activity}") == (
        f'a_case.yaml:9: must_not_open: the tap on bob_phone opened "{MAIN}",'
        " expected nothing because of no_activity\n"
        "  expected: no_activity: no activity of the manifest matches the page to open\n"
        "  next: bring that about in on_click: or in the manifest, or expect it with must_open"
    )


def test_nothing_opened_for_the_reason_passes_and_for_another_one_fails() -> None:
    step = "must_not_open: {{phone: bob_phone, because: {}}}"
    assert passes(*TAPPED, step.format("url_not_legal"), top=WRONG_ADDRESS)
    assert told(*TAPPED, step.format("no_activity"), top=WRONG_ADDRESS) == (
        "a_case.yaml:11: must_not_open: the tap on bob_phone opened nothing because of url_not_legal,"
        " expected no_activity\n"
        "  because: url_not_legal: the web page to open does not begin with http:// or https://"
        ' ("ftp://example.com/" does not begin with http:// or https://)\n'
        "  rule: device.url_not_legal: vivo client SDK 2.9, skipType 2 (C07), documented\n"
        "  next: correct the address in the certificate"
    )
