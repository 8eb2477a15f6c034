import pytest

from simulator.cloud.tokens import Tokens
from simulator.kernel.scheduler import Scheduler
from tests.cloud.kits import new_kit


def new_tokens() -> tuple[Tokens, Scheduler]:
    kit, _ = new_kit()
    return Tokens(kit, life_ms=1_000, characters=32), kit.scheduler


@pytest.mark.parametrize(("now_ms", "is_valid"), [(0, True), (999, True), (1_000, False), (10**9, False)])
def test_token_is_valid_to_its_last_millisecond(now_ms, is_valid):
    tokens, scheduler = new_tokens()
    text = tokens.issue("100001")
    scheduler.run_until(now_ms)
    assert (tokens.valid(text) is not None) is is_valid


def test_token_knows_its_app():
    tokens, _ = new_tokens()
    first, second = tokens.issue("100001"), tokens.issue("200002")
    assert (len(first), first == second) == (32, False)
    found = tokens.valid(second)
    assert found is not None
    assert found.app_id == "200002"


@pytest.mark.parametrize("text", [None, "", "unknown"])
def test_token_that_was_never_given_out_is_not_valid(text):
    tokens, _ = new_tokens()
    assert tokens.valid(text) is None
