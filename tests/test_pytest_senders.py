"""The fixtures for tests of code that pushes, used as its authors use them."""

import asyncio
import datetime
import hashlib
import time
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from simulator.pytest_senders import FrozenClock, MountedPlay, MountedWorlds, ServedWorlds
from simulator.scenario.errors import ExpectationFailed

HOST = "https://api-push.vivo.com.cn"


def signed(app: Mapping[str, Any]) -> dict[str, object]:
    """Return vivo's authentication, stamped by the clock that this code sees."""
    stamp = int(time.time() * 1000)
    text = f"{app['app_id']}{app['app_key']}{stamp}{app['app_secret']}"
    sign = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    return {"appId": app["app_id"], "appKey": app["app_key"], "timestamp": stamp, "sign": sign}


def message(reg_id: str) -> dict[str, object]:
    return {
        "regId": reg_id, "notifyType": 1, "title": "a title", "content": "lunch?", "skipType": 1, "requestId": "r",
        "classification": 1, "category": "IM",
    }  # fmt: skip


def push(client: httpx.Client, app: Mapping[str, Any], reg_id: str, base: str = HOST) -> dict[str, Any]:
    """Push as a customer's server does, and return vivo's answer."""
    token = client.post(f"{base}/message/auth", json=signed(app)).json()["authToken"]
    answer: dict[str, Any] = client.post(
        f"{base}/message/send", json=message(reg_id), headers={"authToken": token}
    ).json()
    return answer


def killed(mounted: MountedWorlds) -> MountedPlay:
    play = mounted("vivo")
    play.set_up(phone="bob_phone", user="bob")
    play.kill_app("bob_phone")
    return play


def test_httpx_code_reaches_the_phone_of_the_mounted_world(mounted: MountedWorlds) -> None:
    play = killed(mounted)
    with httpx.Client() as client:
        assert push(client, play.credentials("vivo"), play.reg_id("bob_phone"))["result"] == 0
        play.must_arrive("bob_phone", title="a title", body="lunch?")
        assert push(client, play.credentials("vivo"), "nobody")["result"] == 10302
    assert play.world.phone("bob_phone").notifications.shade[0].text == "lunch?"


def test_asynchronous_code_reaches_it_too(mounted: MountedWorlds) -> None:
    play = killed(mounted)

    async def send() -> int:
        async with httpx.AsyncClient() as client:
            token = (await client.post(f"{HOST}/message/auth", json=signed(play.credentials("vivo")))).json()
            headers = {"authToken": token["authToken"]}
            answer = await client.post(f"{HOST}/message/send", json=message(play.reg_id("bob_phone")), headers=headers)
            code: int = answer.json()["result"]
            return code

    assert asyncio.run(send()) == 0
    play.must_arrive("bob_phone", body="lunch?")


def test_only_steps_move_the_time(mounted: MountedWorlds) -> None:
    play = killed(mounted)
    before = play.world.clock.now
    with httpx.Client() as client:
        push(client, play.credentials("vivo"), play.reg_id("bob_phone"))
    assert play.world.clock.now == before
    with pytest.raises(ExpectationFailed, match="bob_phone showed nothing within 1ms"):
        play.must_arrive("bob_phone", within="1ms")


def test_faults_of_the_world_are_those_of_httpx(mounted: MountedWorlds) -> None:
    play = killed(mounted)
    play.fail_next(link="customer>vivo", how="refused")
    with httpx.Client() as client:
        with pytest.raises(httpx.ConnectError):
            push(client, play.credentials("vivo"), play.reg_id("bob_phone"))
        assert push(client, play.credentials("vivo"), play.reg_id("bob_phone"))["result"] == 0


def test_no_other_host_is_reached(mounted: MountedWorlds) -> None:
    killed(mounted)
    with httpx.Client() as client, pytest.raises(httpx.ConnectError, match=r"nobody in this world answers for real\."):
        client.get("https://real.vendor.example/")


def test_frozen_clock_follows_the_world(mounted: MountedWorlds, frozen_clock: FrozenClock) -> None:
    play = killed(mounted)
    assert frozen_clock is play.frozen_clock
    for span in ("1h", "24h"):
        play.wait(span)
        assert int(time.time() * 1000) == play.world.clock.epoch_ms
        assert datetime.datetime.now(datetime.UTC) == play.world.clock.now
        naive = datetime.datetime.now()  # noqa: DTZ005  # as much code does
        assert naive == play.world.clock.now.astimezone(datetime.UTC).replace(tzinfo=None)
    with httpx.Client() as client:
        assert push(client, play.credentials("vivo"), play.reg_id("bob_phone"))["result"] == 0


def test_machine_has_its_clock_back_behind_the_test() -> None:
    assert datetime.datetime.now(datetime.UTC).year >= 2026
    assert abs(time.time() - time.clock_gettime(time.CLOCK_REALTIME)) < 60


def test_served_world_is_reached_by_its_address(served: ServedWorlds) -> None:
    play = served("phones: {bob_phone: {model: vivo X60, user: bob}}")
    play.kill_app("bob_phone")
    app = play.credentials["vendors"]["vivo"]
    with httpx.Client(trust_env=False) as client:
        assert push(client, app, play.phone("bob_phone")["reg_id"], play.url)["result"] == 0
    play.must_arrive("bob_phone", within="60s", body="lunch?")
    assert [one["body"] for one in play.phone("bob_phone")["shade"]] == ["lunch?"]


def test_unmet_expectation_in_a_served_world_says_what_pushsim_says(served: ServedWorlds) -> None:
    play = served("phones: {bob_phone: {model: vivo X60, user: bob}}")
    with pytest.raises(ExpectationFailed, match="bob_phone showed nothing within 5s"):
        play.must_arrive("bob_phone", within="5s")
    with pytest.raises(ExpectationFailed, match='did you mean "bob_phone"'):
        play.kill_app("bob_phon")


def test_fixtures_work_in_many_processes(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import httpx, pytest

        @pytest.mark.parametrize("number", range(6))
        def test_served(served, number):
            play = served("phones: {bob_phone: {model: vivo X60, user: bob}}")
            assert httpx.get(play.url + "/_sim/clock", trust_env=False).status_code == 200
        """
    )
    pytester.runpytest_subprocess("-n", "2").assert_outcomes(passed=6)
