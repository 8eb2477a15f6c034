"""The name server of a sender that has a view of the machine of its own."""

import asyncio
import socket

import pytest

from simulator.serve.isolation import answer_names

HOST = "api.vendor.example"
A, AAAA = 1, 28
NAME_ERROR = 3


def question(name: str, kind: int) -> bytes:
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return b"\xab\xcd\x01\x00" + b"\0\1" + bytes(6) + labels + b"\0" + kind.to_bytes(2, "big") + b"\0\1"


def ask(*asked: bytes) -> tuple[list[bytes], list[str]]:
    """Return the answers to what was *asked*, and which names nobody has."""
    unknown: list[str] = []

    async def run() -> list[bytes]:
        loop = asyncio.get_running_loop()
        server = await answer_names("127.0.0.1", [HOST], unknown.append, port=0)
        answers = []
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.setblocking(False)
            for one in asked:
                await loop.sock_sendto(client, one, server.get_extra_info("sockname"))
                answers.append(await asyncio.wait_for(loop.sock_recv(client, 512), 10))
        server.close()
        return answers

    return asyncio.run(run()), unknown


@pytest.mark.parametrize("name", [HOST, HOST.upper()])
def test_simulated_host_has_its_address(name: str) -> None:
    asked = question(name, A)
    [answer], unknown = ask(asked)
    assert answer[:2] == asked[:2]
    assert (answer[3] & 0x0F, answer[6:8]) == (0, b"\0\1")
    assert asked[12:] in answer
    assert answer.endswith(socket.inet_aton("127.0.0.1"))
    assert unknown == []


def test_simulated_host_has_no_address_of_another_kind() -> None:
    [answer], unknown = ask(question(HOST, AAAA))
    assert (answer[3] & 0x0F, answer[6:8], unknown) == (0, b"\0\0", [])


def test_any_other_name_is_nobody_s_and_told() -> None:
    [answer], unknown = ask(question("real.vendor.example", A))
    assert (answer[3] & 0x0F, unknown) == (NAME_ERROR, ["real.vendor.example"])
