"""The control API: what it shows, what it does, and how it says no."""

import pytest

from tests.serve.serving import VIVO, Desk


def test_tap_and_its_journey_by_steps():
    desk = Desk()
    desk.post("/_sim/clock", {"pace": "stopped"})
    done = desk.steps(
        {"kill_app": "bob_phone"},
        {"send_message": {"from": "alice", "to": "bob", "text": "lunch?", "offline_push": {"ext": "e"}}},
        {"must_arrive": {"phone": "bob_phone", "ext": "e"}},
    )
    assert done.status == 200
    assert [one["ext"] for one in desk.phone()["shade"]] == ["e"]
    assert (
        desk.steps({"tap_notification": "bob_phone"}, {"must_open": {"phone": "bob_phone", "app": "main"}}).status
        == 200
    )
    assert desk.phone()["shade"] == []


def test_records_of_steps_are_all_that_followed_from_them_and_nothing_else():
    desk = Desk()
    killing = desk.steps({"kill_app": "bob_phone"}, {"wait": "5s"})
    desk.ask("POST", "/message/auth", b"{}")
    desk.pass_ms(6_000)
    names = [(record["kind"], record["name"]) for record in killing.json["records"]]
    assert names[0] == ("step", "kill_app")
    assert ("state", "process") in names
    assert ("step", "wait") in names
    assert ("wire", "customer>vivo") not in names


def test_trace_goes_on_behind_a_number():
    desk = Desk()
    first = desk.get("/_sim/trace?limit=3")
    assert [record["n"] for record in first["records"]] == [1, 2, 3]
    assert first["last"] == len(desk.live.world.trace)
    behind = desk.get(f"/_sim/trace?after={first['last'] - 1}")
    assert [record["n"] for record in behind["records"]] == [first["last"]]
    assert desk.get("/_sim/trace?after=99999999")["records"] == []


def test_credentials_are_those_that_the_clouds_check():
    desk = Desk(f"certificates: {{vivo: {{app_id: '7', app_key: k, app_secret: s}}}}\n{VIVO}")
    known = desk.get("/_sim/credentials")
    vivo = known["vendors"]["vivo"]
    assert (vivo["app_id"], vivo["app_key"], vivo["app_secret"]) == ("7", "k", "s")
    assert known["hosts"]["im"][0] == "console.tim.qq.com"


STEP_MISTAKES = {
    "unknown step": ([{"kil_app": "bob_phone"}], "steps:1", 'no step is called "kil_app"', "kill_app"),
    "unknown phone": ([{"kill_app": "bob_fone"}], "steps:1", 'no phone is named "bob_fone"', "bob_phone"),
    "new phone": (
        [{"set_up": {"phone": "eve_phone", "user": "eve"}}],
        "steps:1",
        'no phone is named "eve_phone"',
        "bob_phone",
    ),
    "unknown user": (
        [{"launch_app": "bob_phone"}, {"kick_user": "bop"}],
        "steps:2",
        'no user is named "bop"',
        "bob",
    ),
    "unknown field": (
        [{"must_arrive": {"phone": "bob_phone", "titel": "x"}}],
        "steps:1",
        'no field is called "titel"',
        "title",
    ),
    "nothing": ([], "steps", "has no steps", None),
    "a map": ({"kill_app": "bob_phone"}, "steps", "a map stands here where a list belongs", None),
    "a text": ("kill_app", "steps:1:1", "a single value stands here where a list belongs", None),
}


@pytest.mark.parametrize(("steps", "where", "what", "suggestion"), STEP_MISTAKES.values(), ids=STEP_MISTAKES)
def test_step_that_is_written_wrongly_is_a_400_and_nothing_is_played(
    steps: object, where: str, what: str, suggestion: str | None
):
    desk = Desk()
    before = len(desk.live.world.trace)
    exchange = desk.post("/_sim/steps", steps)
    assert exchange.status == 400
    problem = exchange.json["problems"][0]
    assert (problem["where"], problem["what"], problem.get("suggestion")) == (where, what, suggestion)
    assert len(desk.live.world.trace) == before


def test_fields_written_as_a_list_are_a_400_that_says_how_to_write_them():
    exchange = Desk().post("/_sim/steps", [{"launch_app": "bob_phone"}, {"kill_app": []}])
    assert exchange.status == 400
    [problem] = exchange.json["problems"]
    assert (problem["where"], problem["next"]) == ("steps:2", "write its fields in { }, not in [ ]: {phone: …}")


def test_steps_nested_beyond_reason_are_a_400():
    deep: object = "x"
    for _ in range(200):
        deep = [deep]
    exchange = Desk().steps({"call_rest": {"path": "/x", "body": deep}})
    assert exchange.status == 400
    assert "nested deeper than 20 levels" in exchange.json["error"]


REFUSED = {
    "unknown phone": ("GET", "/_sim/phones/bob_fone", b"", 404, 'no phone is called "bob_fone"'),
    "unknown path": ("GET", "/_sim/phone", b"", 404, 'nothing is at "/_sim/phone"'),
    "another method": ("GET", "/_sim/steps", b"", 405, "/_sim/steps does not take GET"),
    "no JSON": ("POST", "/_sim/steps", b"[{", 400, "the body cannot be read: Input data was truncated"),
    "no UTF-8": ("POST", "/_sim/steps", b'["\xff"]', 400, "the body cannot be read: "),
    "empty clock": ("POST", "/_sim/clock", b"{}", 400, "this changes nothing"),
    "bad advance": ("POST", "/_sim/clock", b'{"advance": "1 day"}', 400, "the body cannot be read: "),
    "bad pace": ("POST", "/_sim/clock", b'{"pace": "fast"}', 400, "the body cannot be read: "),
    "bad number": ("GET", "/_sim/trace?after=x", b"", 400, 'after is "x"'),
    "world of a bad name": ("POST", "/_sim/worlds", b'{"name": "a/b"}', 400, "the body cannot be read: "),
    "world twice": ("POST", "/_sim/worlds", b'{"name": "main"}', 409, 'a world is called "main" already'),
    "main dropped": ("DELETE", "/_sim/worlds/main", b"", 409, "the main world stays"),
    "unknown dropped": ("DELETE", "/_sim/worlds/mine", b"", 404, 'no world is called "mine"'),
}


@pytest.mark.parametrize(("method", "path", "body", "status", "what"), REFUSED.values(), ids=REFUSED)
def test_every_no_has_one_form(method: str, path: str, body: bytes, status: int, what: str):
    exchange = Desk().ask(method, path, body)
    assert exchange.status == status
    [problem] = exchange.json["problems"]
    assert problem["what"].startswith(what)
    assert problem["next"]
    assert exchange.json["error"] == f"{problem['what']}; {problem['next']}"


def test_world_that_is_written_wrongly_is_a_400_with_places():
    world = "start: 2026-01-01\nphones: {bob_phone: {android: 11}}"
    exchange = Desk().post("/_sim/worlds", {"name": "mine", "world": world})
    assert exchange.status == 400
    assert [(one["where"], one["what"]) for one in exchange.json["problems"]] == [
        ("mine.yaml:1:1", "a served world begins at the machine's date"),
        ("mine.yaml:2:10", "a phone of a served world names its model"),
    ]


def test_world_is_gone_when_it_is_dropped():
    desk = Desk()
    assert desk.post("/_sim/worlds", {"name": "mine", "world": {"phones": {"p": "vivo X60"}}}).status == 201
    assert [one["name"] for one in desk.get("/_sim/worlds")] == ["main", "mine"]
    assert desk.phone("bob_phone")["vendor"] == "vivo"
    assert desk.get("/w/mine/_sim/phones/p")["user"] is None
    assert desk.ask("DELETE", "/_sim/worlds/mine").status == 204
    assert desk.ask("GET", "/w/mine/_sim/phones").status == 404


def test_fault_of_our_own_is_told_in_the_same_form_and_raised_for_the_log(monkeypatch: pytest.MonkeyPatch):
    desk = Desk()

    def fail(_: str) -> None:
        raise LookupError("broken")

    monkeypatch.setattr(desk.worlds, "present", fail)
    with pytest.raises(LookupError, match="broken"):
        desk.ask("GET", "/_sim/clock")
    assert desk.last.status == 500
    assert desk.last.json["error"].startswith("this is a fault of pushsim")


def test_push_tells_how_it_stands():
    desk = Desk()
    desk.steps({"switch_notifications": {"phone": "bob_phone", "to": "off"}}, {"kill_app": "bob_phone"})
    desk.pass_ms(5_000)
    desk.steps({"send_message": {"from": "alice", "to": "bob", "text": "hi"}})
    desk.pass_ms(10_000)
    push = desk.get("/_sim/pushes/1")
    assert (push["phone"], push["verdict"], push["hop"]) == ("bob_phone", "dropped", "posted")
    assert (push["reason"], push["root"], push["rule"]) == (
        "notifications_disabled",
        "notifications_disabled",
        "android.notifications_disabled",
    )


@pytest.mark.parametrize("number", ["0", "2", "x", "-1", "9" * 30, ""])
def test_push_that_is_not_there_is_told_so(number: str):
    assert Desk().ask("GET", f"/_sim/pushes/{number}").status == 404


def test_push_without_a_token_tells_what_had_stopped_the_token():
    desk = Desk("phones: {bob_phone: {model: Xiaomi 11, app: oppo_guide}}")
    desk.steps({"launch_app": "bob_phone"}, {"log_in": {"phone": "bob_phone", "user": "bob"}})
    desk.pass_ms(20_000)
    desk.steps({"kill_app": "bob_phone"}, {"send_message": {"from": "alice", "to": "bob", "text": "hi"}})
    desk.pass_ms(10_000)
    push = desk.get("/_sim/pushes/1")
    assert (push["reason"], push["root"]) == ("no_token", "wrong_brand")


@pytest.mark.parametrize(("span", "status"), [("3650d", 200), ("3651d", 400), ("522580115237724min", 400)])
def test_time_jumps_by_ten_years_at_most(span: str, status: int):
    assert Desk().post("/_sim/clock", {"advance": span}).status == status


def test_calendar_of_a_world_has_an_end_before_which_time_can_still_be_told():
    desk = Desk()
    desk.post("/_sim/clock", {"pace": "stopped"})
    statuses = [desk.post("/_sim/clock", {"advance": "3650d"}).status for _ in range(700)]
    assert set(statuses) == {200, 409}
    assert desk.get("/_sim/clock")["time"] > "8980"
    unmet = desk.steps({"wait": "3650d"})
    assert unmet.status == 409
    assert "year 9000" in unmet.json["error"]
    assert desk.phone()["user"] == "bob"


def test_steps_are_taken_as_yaml_too_with_their_places():
    desk = Desk()
    done = desk.post("/_sim/steps", "- kill_app: bob_phone\n- launch_app: {phone: bob_phone, pause: 0ms}\n")
    desk.pass_ms(2_000)
    assert done.status == 200
    assert desk.phone()["state"] == "foreground"
    wrong = desk.post("/_sim/steps", "# two mistakes\n- kill_app: bob_phon\n- lunch_app: bob_phone\n")
    assert wrong.status == 400
    assert [one["where"] for one in wrong.json["problems"]] == ["steps:2:13", "steps:3:3"]
    assert [one["suggestion"] for one in wrong.json["problems"]] == ["bob_phone", "launch_app"]
    assert desk.post("/_sim/steps", "- {").status == 400
