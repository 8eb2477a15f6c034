"""`pushsim exec`: senders in many languages, run as they are."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import trustme

from simulator.serve import isolation
from tests.programs import AS_NOBODY, needs, needs_namespace, needs_root

LANGUAGES = Path(__file__).parent / "languages"
COMMANDS = {
    "python": [sys.executable, "send.py"],
    "node": ["node", "send.cjs"],
    "php": ["php", "send.php"],
    "ruby": ["ruby", "send.rb"],
    "go": ["go", "run", "send.go"],
    "java": ["java", "Send.java"],
}


def run_exec(*words: str, user: Sequence[str] = (), **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*user, sys.executable, "-m", "simulator", "exec", *words],
        cwd=LANGUAGES,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    "command", [pytest.param(command, id=name, marks=needs(command[0])) for name, command in COMMANDS.items()]
)
def test_sender_reaches_a_phone_with_no_change_to_it(command: list[str]) -> None:
    ran = run_exec("--no-isolate", "--expect", "arrived:1", "--", *command)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "POST api.xmpush.xiaomi.com/v3/message/regid  200" in ran.stdout
    assert "arrived on xiaomi_phone" in ran.stdout
    assert ran.stdout.rstrip().endswith("t | d")


@needs_root
def test_sender_that_heeds_no_setting_is_led_by_its_name_tables() -> None:
    # -E: the interpreter heeds none of its own settings either.
    ran = run_exec("--expect", "arrived:1", "--", sys.executable, "-E", "send.py", HEEDS_NOTHING="1")
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("language", ["python", *(pytest.param(name, marks=needs(name)) for name in ("java", "ruby"))])
def test_sender_whose_client_heeds_no_proxy_is_led_without_rights_too(language: str) -> None:
    ran = run_exec("--no-isolate", "--expect", "arrived:1", "--", *COMMANDS[language], HEEDS_NOTHING="1")
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("language", ["python", pytest.param("node", marks=needs("node"))])
def test_client_that_brings_authorities_of_its_own_trusts_that_of_the_run_too(language: str, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.pem"
    trustme.CA().cert_pem.write_to_path(str(bundle))
    own = {"HEEDS_NOTHING": "1", "OWN_AUTHORITIES": str(bundle)}
    ran = run_exec("--no-isolate", "--expect", "arrived:1", "--", *COMMANDS[language], **own)
    assert ran.returncode == 0, ran.stdout + ran.stderr


_KNOCK = """
import socket
try:
    socket.create_connection(("database.example", 5432))
except OSError as refused:
    print(refused)
with socket.create_server(("localhost", 0)) as here, socket.create_connection(here.getsockname()):
    print("own machine: yes")
with socket.socket(type=socket.SOCK_DGRAM) as datagrams:
    datagrams.connect(("127.0.0.1", 9))
    print("datagrams: yes")
"""


def test_python_sender_reaches_its_own_machine_and_no_other() -> None:
    ran = run_exec("--no-isolate", "--", sys.executable, "-c", _KNOCK)
    assert "5432 is none of the simulated hosts; no real one is asked" in ran.stdout
    assert "own machine: yes\ndatagrams: yes\n" in ran.stdout


def test_python_customization_of_the_senders_own_is_run_too(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import builtins; builtins.custom = 'of its own'", encoding="utf-8")
    path = os.pathsep.join((str(Path(__file__).parents[2]), str(tmp_path)))
    ran = run_exec("--no-isolate", "--", sys.executable, "-c", "print('customized:', custom)", PYTHONPATH=path)
    assert "customized: of its own\n" in ran.stdout


@needs_root
def test_python_sender_with_name_tables_of_its_own_asks_them() -> None:
    look = "import socket; print('found at', *socket.getaddrinfo('api.xmpush.xiaomi.com', 443)[0][4])"
    ran = run_exec("--", sys.executable, "-c", look)
    assert re.search(r"found at 127\.\d+\.\d+\.\d+ 443\n", ran.stdout), ran.stdout


@needs_root
def test_sender_sees_the_authority_of_the_run_where_the_machine_keeps_those_it_trusts() -> None:
    bundles = [str(bundle) for bundle in isolation.trusted_bundles()]
    ran = run_exec("--", "sh", "-c", 'sha256sum "$SSL_CERT_FILE" "$@" | cut -d" " -f1', "sh", *bundles)
    told = ran.stdout.partition("pushsim:")[0].split()
    assert len(told) == len(bundles) + 1
    assert len(set(told)) == 1


@needs_root
def test_name_of_another_host_is_not_found_and_told() -> None:
    look = (
        "import socket\ntry:\n    socket.gethostbyname('real.vendor.example')\nexcept OSError:\n    print('not found')"
    )
    ran = run_exec("--", sys.executable, "-c", look)
    assert "not found" in ran.stdout
    assert "refused: real.vendor.example is none of the simulated hosts" in ran.stdout


_KNOCK_WITHOUT_PROXY = """
id -u; grep CapEff /proc/self/status
curl -sS --noproxy '*' https://api.xmpush.xiaomi.com/ 2>&1
curl -sS --noproxy '*' https://real.vendor.example/ 2>&1
"""


@needs("curl")
@needs_namespace
def test_sender_without_rights_that_heeds_no_setting_has_no_way_to_a_real_host() -> None:
    ran = run_exec("--", "sh", "-c", _KNOCK_WITHOUT_PROXY, user=AS_NOBODY)
    assert ran.returncode == 4, ran.stdout + ran.stderr
    user, rights, vendor, other = ran.stdout.splitlines()[:4]
    assert user == str(65534 if AS_NOBODY else os.getuid())
    assert int(rights.partition(":")[2], base=16) == 0
    assert "Failed to connect to api.xmpush.xiaomi.com port 443" in vendor
    assert "Could not resolve host: real.vendor.example" in other
    assert "it had no way to the real hosts: their names led nowhere" in ran.stdout


@needs("curl")
@needs_namespace
def test_sender_without_rights_that_heeds_its_settings_is_led() -> None:
    ran = run_exec("--", "curl", "-s", "https://api.xmpush.xiaomi.com/v3/message/regid", user=AS_NOBODY)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "api.xmpush.xiaomi.com/v3/message/regid  405" in ran.stdout


def test_unmet_expectation_ends_with_1_and_says_what_was_found() -> None:
    ran = run_exec("--expect", "arrived:2", "--expect", "quota_used:1", "--", sys.executable, "send.py")
    assert ran.returncode == 1
    assert "expected arrived:2, found 1\nexpected quota_used:1, found 0\n" in ran.stdout


def test_command_that_sends_nothing_is_told_what_to_set_and_ends_with_4() -> None:
    ran = run_exec("--", sys.executable, "-c", "pass")
    assert ran.returncode == 4
    assert "0 requests reached the simulated clouds" in ran.stdout
    assert "python: PYTHONPATH has to reach the process that sends" in ran.stdout


def test_refusal_is_told_with_its_rule(tmp_path: Path) -> None:
    world = tmp_path / "world.yaml"
    world.write_text(
        "vendor_apps: {xiaomi: {state: closed}}\nphones: {xiaomi_phone: {model: Xiaomi 11}}\n", encoding="utf-8"
    )
    ran = run_exec("--expect", "arrived:0", str(world), "--", sys.executable, "-c", _SEND_TO_NOBODY)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "did not arrive: app_not_open" in ran.stdout
    assert "rule: xiaomi." in ran.stdout


_SEND_TO_NOBODY = """
import json, os, urllib.request
base = os.environ["PUSHSIM_URL"]
secret = json.load(urllib.request.urlopen(base + "/_sim/credentials"))["vendors"]["xiaomi"]["app_secret"]
form = b"registration_id=abc&title=t&description=d&payload=p&restricted_package_name=com.example.chat"
url = "https://api.xmpush.xiaomi.com/v3/message/regid"
print(urllib.request.urlopen(urllib.request.Request(url, form, {"Authorization": "key=" + secret})).read())
"""


def test_exit_code_is_the_commands_own() -> None:
    ran = run_exec("--", sys.executable, "-c", "import runpy, sys; runpy.run_path('send.py'); sys.exit(7)")
    assert ran.returncode == 7


def test_command_that_is_not_there_is_a_mistake() -> None:
    ran = run_exec("--", "no-such-sender")
    assert ran.returncode == 2
    assert 'there is no command "no-such-sender" to run' in ran.stderr


_SEND_OFTEN = """
import http.client
connection = http.client.HTTPSConnection("api-push.vivo.com.cn")
for _ in range(103):
    connection.request("POST", "/message/auth", b"{}")
    connection.getresponse().read()
"""


def test_of_many_requests_the_first_hundred_are_told_and_the_rest_is_counted() -> None:
    ran = run_exec("--", sys.executable, "-c", _SEND_OFTEN)
    assert "pushsim: 103 requests reached the simulated clouds" in ran.stdout
    assert ran.stdout.count("  POST api-push.vivo.com.cn/message/auth  200") == 100
    assert ran.stdout.endswith("  … and 3 more\n")


_SEND_AT_ONCE = """
import socket, ssl
context = ssl.create_default_context()
connections = []
for _ in range(600):
    plain = socket.create_connection(("api-push.vivo.com.cn", 443))
    connections.append(context.wrap_socket(plain, server_hostname="api-push.vivo.com.cn"))
request = b"POST /message/auth HTTP/1.1\\r\\nHost: api-push.vivo.com.cn\\r\\nContent-Length: 2\\r\\n\\r\\n{}"
for connection in connections:
    connection.sendall(request)
print(sum(b" 200 " in connection.recv(4096) for connection in connections), "answered")
"""


@needs("sh")
def test_sender_may_have_more_connections_at_once_than_a_process_may_have_files() -> None:
    few = 'ulimit -Sn 256 && exec "$@"'
    command = ["sh", "-c", few, "sh", sys.executable, "-m", "simulator", "exec", "--no-isolate", "--"]
    ran = subprocess.run(
        [*command, sys.executable, "-c", _SEND_AT_ONCE],
        cwd=LANGUAGES,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "600 answered" in ran.stdout, ran.stdout[-2000:] + ran.stderr


@needs("wget")
def test_wget_which_reads_no_authorities_from_its_environment_trusts_that_of_the_run() -> None:
    ask = ["wget", "-qO-", "--post-data=a=b", "https://api.xmpush.xiaomi.com/v3/message/regid"]
    ran = run_exec("--no-isolate", "--", *ask)
    assert '"code":21301' in ran.stdout, ran.stdout + ran.stderr


def test_misspelt_expectation_is_a_mistake() -> None:
    ran = run_exec("--expect", "arived:1", "--", "true")
    assert ran.returncode == 2
    assert 'did you mean "arrived"?' in ran.stderr
