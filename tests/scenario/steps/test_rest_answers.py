"""must_answer: the answer to the latest REST call, and what is said where there is none."""

from tests.scenario.playing import UP, passes, told

WRONG_CALL = "call_rest: {path: /v4/openim/sendmsg, body: {}}"
KICK = "call_rest: {path: /v4/im_open_login_svc/kick, body: {UserID: bob}}"
NO_ANSWER = "  next: take away what fails, delays or cuts customer>im"


def test_another_code_is_told_with_what_im_says() -> None:
    assert passes(UP, WRONG_CALL, "must_answer: 90003")
    assert told(UP, WRONG_CALL, "must_answer: 0") == (
        "a_case.yaml:6: must_answer: the REST call was answered 90003 FAIL, expected 0\n"
        "  ErrorInfo: To_Account is missing or not a string\n"
        "  next: correct path and body of the call, or what this step expects"
    )


def test_another_status_is_told_beside_the_right_code() -> None:
    assert passes(UP, KICK, "must_answer: {code: 0, status: OK}")
    assert told(UP, KICK, "must_answer: {code: 0, status: FAIL}") == (
        "a_case.yaml:6: must_answer: the REST call was answered 0 OK, expected 0 FAIL\n"
        "  ErrorInfo: empty\n"
        "  next: correct path and body of the call, or what this step expects"
    )


def test_without_a_call_there_is_no_answer() -> None:
    assert told(UP, "must_answer: 0") == (
        "a_case.yaml:5: must_answer: no REST call was made\n  next: add call_rest before this step"
    )


def test_a_call_that_nobody_answered_is_told() -> None:
    refused = "fail_next: {link: customer>im, how: refused}"
    assert told(UP, refused, KICK, "must_answer: 0") == (
        f"a_case.yaml:7: must_answer: the REST call was not answered\n{NO_ANSWER}"
    )


def test_the_answer_to_an_earlier_call_does_not_count() -> None:
    slow = "delay_link: {{link: customer>im, by: {}}}"
    first = (UP, KICK, "must_answer: 0")
    assert passes(*first, slow.format("4s"), KICK, "must_answer: 0")
    assert told(*first, slow.format("20s"), KICK, "must_answer: 0") == (
        f"a_case.yaml:9: must_answer: the REST call was not answered within 10s\n{NO_ANSWER}"
    )


def test_an_answer_that_is_there_needs_no_waiting() -> None:
    assert passes(UP, KICK, "wait: 5s", "must_answer: 0")
