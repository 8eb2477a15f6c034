"""Meizu's platform for the pushes of several makers: the same calls below another path, and another form of success."""

from typing import Any

from simulator.kernel.units import SECOND_MS
from simulator.network.http import Request
from simulator.world.verdicts import End
from tests.factories import reg_id_of
from tests.vendors.meizu_client import PUSH, UNKNOWN, MeizuClient, a_client, message

HOST = "server-api-mzups.meizu.com"
UNIFIED = "/ups/api/server"


def unified(client: MeizuClient, path: str, **fields: Any) -> dict[str, Any]:
    return client.ask(path, host=HOST, prefix=UNIFIED, **fields)


def test_unified_platform_pushes_and_tells_of_its_targets_apart() -> None:
    client = a_client()
    known = reg_id_of(client.world)
    answer = unified(client, PUSH, pushIds=f"{known},{UNKNOWN}", messageJson=message())
    assert answer["code"] == "200"
    value = answer["value"]
    assert value["respTarget"] == {"110003": [UNKNOWN]}
    assert value["logs"] == {"1": f"msgId:{value['msgId']}"}
    client.world.run_for(SECOND_MS)
    assert client.world.verdict(1).end is End.SHOWN


def test_unified_platform_refuses_in_meizus_words() -> None:
    client = a_client()
    answer = unified(client, PUSH, pushIds=UNKNOWN, messageJson=message(), sign="0" * 32)
    assert (answer["code"], answer["value"]) == ("1006", "")


def test_unified_platform_counts_what_it_sent() -> None:
    client = a_client()
    unified(client, "/push/pushTask/pushToApp", pushType=0, messageJson=message())
    client.world.run_for(SECOND_MS)
    day = client.world.clock.today.strftime("%Y%m%d")
    [row] = unified(client, "/push/statistics/dailyPushStatics", method="GET", startTime=day, endTime=day)["value"]
    assert (row["pushedNo"], row["acceptNo"]) == (1, 1)


def test_unified_platform_has_no_tasks_for_lists() -> None:
    client = a_client()
    path = f"{UNIFIED}/push/pushTask/getTaskId"
    assert client.world.hosts.handle(Request("POST", HOST, path)).status == 404
