"""The description of the control API says what it does."""

import re
from typing import Any

import pytest

from tests.serve.serving import Desk


@pytest.fixture(scope="module")
def described() -> Any:
    return Desk("phones: {p: vivo X60}").get("/_sim/openapi.json")


def test_every_reference_leads_somewhere(described: Any):
    names = set(described["components"]["schemas"])
    used = set(re.findall(r"'\$ref': '#/components/schemas/([^']+)'", str(described)))
    assert used <= names
    assert "#/definitions/" not in str(described)
    assert {"PhoneView", "Failure", "ClockOrder", "steps", "KillApp"} <= names


def test_every_path_that_is_described_is_there_and_every_other_method_is_refused(described: Any):
    desk = Desk("phones: {p: vivo X60}")
    for path, methods in described["paths"].items():
        for method in ("GET", "POST", "DELETE", "PUT"):
            exchange = desk.ask(method, path.replace("{name}", "p").replace("events", "phones"), b"{}")
            assert (exchange.status == 405) == (method.lower() not in methods) or "events" in path


def test_answers_have_the_statuses_that_are_described(described: Any):
    desk = Desk("phones: {p: vivo X60}")
    asked = {
        ("POST", "/_sim/steps"): (desk.steps({"kill_app": "p"}), desk.steps({"kil_app": "p"})),
        ("GET", "/_sim/phones/{name}"): (desk.ask("GET", "/_sim/phones/p"), desk.ask("GET", "/_sim/phones/q")),
        ("POST", "/_sim/worlds"): (desk.post("/_sim/worlds", {"name": "a"}), desk.post("/_sim/worlds", {"name": "a"})),
        ("DELETE", "/_sim/worlds/{name}"): (desk.ask("DELETE", "/_sim/worlds/a"), desk.ask("DELETE", "/_sim/worlds/a")),
        ("POST", "/_sim/clock"): (desk.post("/_sim/clock", {"advance": "1s"}), desk.post("/_sim/clock", {})),
    }
    for (method, path), exchanges in asked.items():
        told = described["paths"][path][method.lower()]["responses"]
        assert {str(one.status) for one in exchanges} <= set(told)


def test_views_have_the_fields_that_are_described(described: Any):
    desk = Desk()
    schemas = described["components"]["schemas"]
    assert set(desk.phone()) == set(schemas["PhoneView"]["properties"])
    assert set(desk.get("/_sim/clock")) == set(schemas["ClockView"]["properties"])
    assert set(desk.get("/_sim/worlds")[0]) == set(schemas["WorldView"]["properties"])
