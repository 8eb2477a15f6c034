"""The console's files: who gets them, as what, and that the page can only talk to where it came from."""

import json
import re
import subprocess
from pathlib import Path
from shutil import which

import pytest

from simulator.serve.console.files import FOLDERS, ROOT
from tests.programs import needs
from tests.serve.serving import Desk, Kept

FILES = sorted(f"{folder}/{file.name}" for folder in FOLDERS for file in (ROOT / folder).iterdir())


def header(exchange: Kept, name: str) -> str:
    assert exchange.response is not None
    [value] = [value for known, value in exchange.response.headers if known == name]
    return value


def test_page_is_served_for_every_world_and_by_no_vendors_path():
    desk = Desk()
    desk.post("/_sim/worlds", {"name": "mine"})
    bodies = {desk.ask("GET", path).response.body for path in ("/", "/?x=1", "/w/mine/", "/w/mine")}
    assert len(bodies) == 1
    assert b"console.mjs" in bodies.pop()
    assert desk.ask("GET", "/w/other/").status == 404
    assert desk.ask("POST", "/", b"{}").status == 404


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_served_as_what_it_is(name: str):
    exchange = Desk().ask("GET", f"/console/{name}")
    assert exchange.status == 200
    assert exchange.response.body == (ROOT / name).read_bytes()
    kind = {"mjs": "text/javascript", "css": "text/css", "html": "text/html", "svg": "image/svg+xml"}
    assert header(exchange, "content-type").startswith(kind[name.rpartition(".")[2]])
    assert header(exchange, "cache-control") == "no-store"
    assert header(exchange, "x-content-type-options") == "nosniff"


def test_policy_lets_nothing_in_but_files_from_here():
    policy = header(Desk().ask("GET", "/"), "content-security-policy")
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_page_has_neither_script_nor_style_of_its_own_and_all_that_it_names_is_there():
    desk = Desk()
    page = desk.ask("GET", "/").response.body.decode()
    assert not re.search(r"<script>|<script [^>]*>[^<]|<style| style=| on\w+=", page)
    named = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert len(named) > 5
    assert [path for path in named if desk.ask("GET", path).status != 200] == []


@pytest.mark.parametrize(
    "path",
    [
        "../files.py",
        "serve/console/files.py",
        "serve/console/page/../files.py",
        "serve/console/page",
        "",
        "%2e%2e/x.mjs",
    ],
)
def test_nothing_else_is_served(path: str):
    assert Desk().ask("GET", f"/console/{path}").status == 404


def test_page_answers_by_the_names_of_this_machine_alone():
    desk = Desk()
    assert desk.ask("GET", "/", host="rebound.example.com").status == 403
    assert desk.ask("GET", "/console/vocabulary.json", host="rebound.example.com").status == 403
    assert desk.ask("GET", "/", host="localhost:8600").status == 200


def test_page_itself_needs_no_token_and_its_calls_do():
    desk = Desk(token="token")
    assert desk.ask("GET", "/").status == 200
    assert desk.ask("GET", "/_sim/phones").status == 401
    assert desk.ask("GET", "/_sim/phones?token=token").status == 200


def test_vendors_host_shows_no_console():
    assert Desk().ask("GET", "/", host="api-push.vivo.com.cn").status != 200


def test_vocabulary_explains_reasons_and_rules_in_both_languages():
    words = json.loads(Desk().ask("GET", "/console/vocabulary.json").response.body)
    assert words["vendors"]["huawei"] == ["Huawei", "华为"]
    assert len(words["reasons"]["notifications_disabled"]) == 4
    assert words["rules"]["android.notifications_disabled"][2] == "documented"


def test_phone_tells_what_the_page_draws():
    desk = Desk()
    phone = desk.phone()
    assert (phone["logged_in"], phone["session"], phone["notifications"], phone["is_locked"]) == (
        "bob",
        "Online",
        True,
        False,
    )
    desk.steps({"switch_notifications": {"phone": "bob_phone", "to": "off"}}, {"kill_app": "bob_phone"})
    desk.pass_ms(5_000)
    phone = desk.phone()
    assert (phone["state"], phone["logged_in"], phone["session"], phone["notifications"]) == (
        "dead",
        None,
        "PushOnline",
        False,
    )
    assert phone["user"] == "bob"


def test_notification_is_told_with_its_key_and_when_it_came():
    desk = Desk()
    desk.steps({"kill_app": "bob_phone"}, {"send_message": {"from": "alice", "to": "bob", "text": "hi"}})
    desk.pass_ms(10_000)
    [shown] = desk.phone()["shade"]
    [posted] = [record for record in desk.live.world.trace if record.name == "posted"]
    assert (shown["key"], shown["at_ms"]) == (posted.data["key"], posted.at_ms)


@needs("node")
def test_modules_work_out_what_they_draw():
    tests = sorted((Path(__file__).parent / "console").glob("*.test.mjs"))
    assert tests
    done = subprocess.run([which("node") or "", "--test", *tests], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
