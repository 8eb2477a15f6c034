"""Public server SDKs from package registries, unmodified, against the simulated clouds."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from simulator.runner.suite import vocabulary
from simulator.serve.in_thread import ServerInThread
from simulator.serve.live_world import usual_world
from simulator.serve.routing import MAIN
from simulator.serve.server import machine_ms
from simulator.serve.worlds import Worlds
from tests.programs import SDKS, needs_sdks

ROOT = Path(__file__).parents[2]
SENDERS = Path(__file__).parent / "sdks"

SECRET_WRONG_AT_HUAWEI = '400 {"sub_error":12304,"error_description":"invalid client_secret","error":1101}'


@dataclass(frozen=True)
class Sdk:
    """How one SDK tells its caller what became of a push, and what the cloud had answered."""

    sender: str
    phone: str
    arrived: str
    wrong_secret: str
    unknown: str
    secret_answer: str
    unknown_answer: str
    title: str = "标题 A&B | 你好"
    takes_address: bool = False

    @property
    def command(self) -> list[str]:
        script = str(SENDERS / self.sender)
        if script.endswith(".py"):
            return ["env", f"PYTHONPATH={SDKS / 'python'}", sys.executable, script]
        return ["env", f"NODE_PATH={SDKS / 'node_modules'}", "node", script]


ALL = [
    Sdk(
        "python/send_hpa.py",
        "huawei_phone",
        "80000000 Success",
        "hpa._app.ApiCallError: ApiCallError('http status code is 400 in get access token')",
        "80300007 All the tokens are invalid",
        SECRET_WRONG_AT_HUAWEI,
        '"code":"80300007"',
        takes_address=True,
    ),
    Sdk(
        "python/send_pyhcm.py",
        "huawei_phone",
        "True",
        "urllib.error.HTTPError: HTTP Error 400: Bad Request",
        "False",
        SECRET_WRONG_AT_HUAWEI,
        '"code":"80300007"',
    ),
    Sdk(
        "python/send_tencentcloud_im.py",
        "vivo_phone",
        "'ErrorCode': 0",
        "'ErrorCode': 70009",
        "'ErrorInfo': 'Invalid To_Account', 'ErrorCode': 20003",
        "UserSig verification Failed",
        '"ErrorCode":20003',
        title="你好",
        takes_address=True,
    ),
    Sdk(
        "python/send_timsdk.py",
        "vivo_phone",
        "'ErrorCode': 0",
        "'ErrorCode': 70009",
        "'ErrorInfo': 'Invalid To_Account', 'ErrorCode': 20003",
        "UserSig verification Failed",
        '"ErrorCode":20003',
        title="你好",
    ),
    Sdk(
        "node/send_mipush.cjs",
        "xiaomi_phone",
        "0 成功 \n0 true\n0 ok\n0 ok",
        "21301 认证失败 Invalid application secret.",
        "20301 发送消息失败 No valid targets!",
        '"code":21301',
        '"code":20301',
    ),
    Sdk(
        "node/send_push_huawei.cjs",
        "huawei_phone",
        "80000000 Success\n1 sent, 0 failed",
        f"Request failed with status code {SECRET_WRONG_AT_HUAWEI}",
        "80300007 All the tokens are invalid\n0 sent, 1 failed",
        SECRET_WRONG_AT_HUAWEI,
        '"code":"80300007"',
        takes_address=True,
    ),
    Sdk(
        "node/send_push_xiaomi.cjs",
        "xiaomi_phone",
        "0 成功\n1 sent, 0 failed",
        "21301 认证失败",
        "20301 发送消息失败\n0 sent, 1 failed",
        '"code":21301',
        '"code":20301',
        takes_address=True,
    ),
    Sdk(
        "node/send_tls_sig_api.cjs",
        "vivo_phone",
        '"ErrorCode":0',
        '"ErrorCode":70009',
        '"ErrorInfo":"Invalid To_Account","ErrorCode":20003',
        "UserSig verification Failed",
        '"ErrorCode":20003',
        title="你好",
    ),
    Sdk(
        "node/send_xiaomi_push.cjs",
        "xiaomi_phone",
        "ok s",
        '"reason":"Invalid application secret."',
        '"reason":"No valid targets!"',
        '"code":21301',
        '"code":20301',
    ),
    Sdk(
        "node/send_xiaomipush.cjs",
        "xiaomi_phone",
        '0 {"result":"ok"',
        '21301 {"result":"error"',
        '20301 {"result":"error"',
        '"code":21301',
        '"code":20301',
    ),
]

each_sdk = pytest.mark.parametrize(
    "sdk", [pytest.param(sdk, id=Path(sdk.sender).stem, marks=needs_sdks(sdk.sender)) for sdk in ALL]
)
each_that_takes_an_address = pytest.mark.parametrize(
    "sdk",
    [pytest.param(sdk, id=Path(sdk.sender).stem, marks=needs_sdks(sdk.sender)) for sdk in ALL if sdk.takes_address],
)


def run_exec(sdk: Sdk, case: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "simulator", "exec", "--no-isolate", *options, "--", *sdk.command, case],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@each_sdk
def test_push_of_an_unmodified_sdk_arrives(sdk: Sdk) -> None:
    ran = run_exec(sdk, "right", "--expect", "arrived:1")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert sdk.arrived in ran.stdout
    told = next(line for line in ran.stdout.splitlines() if f"arrived on {sdk.phone} after" in line)
    assert told.endswith(sdk.title)


@each_sdk
def test_sdk_tells_of_a_wrong_secret_in_its_own_way(sdk: Sdk) -> None:
    ran = run_exec(sdk, "wrong_secret", "--expect", "arrived:0")
    assert sdk.wrong_secret in ran.stdout + ran.stderr
    assert sdk.secret_answer in ran.stdout
    assert "found" not in ran.stdout


@each_sdk
def test_sdk_tells_of_an_unknown_receiver_in_its_own_way(sdk: Sdk) -> None:
    ran = run_exec(sdk, "unknown_receiver", "--expect", "arrived:0")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert sdk.unknown in ran.stdout
    assert sdk.unknown_answer in ran.stdout


@each_that_takes_an_address
def test_sdk_is_pointed_to_a_served_world_by_its_base_address(sdk: Sdk) -> None:
    worlds = Worlds(vocabulary(), machine_ms)
    worlds.create_of(MAIN, usual_world(), 1)
    with ServerInThread(worlds) as served:
        ran = subprocess.run(
            [*sdk.command, "right", served.url],
            env={**os.environ, "PUSHSIM_URL": served.url},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert sdk.arrived in ran.stdout, ran.stderr
        served.do(lambda: worlds.set_clock(MAIN, advance_ms=60_000, pace=None))
        phone = httpx.get(f"{served.url}/_sim/phones/{sdk.phone}", trust_env=False).json()
    assert [shown["body"] for shown in phone["shade"]] == ["你好"]
