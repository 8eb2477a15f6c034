import pytest

from simulator.cloud.tokens import Tokens
from simulator.kernel.randomness import Stream
from simulator.kernel.scheduler import Scheduler


def new_tokens(scheduler: Scheduler) -> Tokens:
    return Tokens(life_ms=1_000, characters=32, scheduler=scheduler, stream=Stream(1, "cloud"))


@pytest.mark.parametrize(("now_ms", "is_valid"), [(0, True), (999, True), (1_000, False), (10**9, False)])
def test_token_is_valid_to_its_last_millisecond(now_ms, is_valid):
    scheduler = Scheduler()
    tokens = new_tokens(scheduler)
    text = tokens.issue("100001")
    scheduler.run_until(now_ms)
    assert (tokens.valid(text) is not None) is is_valid


def test_token_knows_its_app():
    tokens = new_tokens(Scheduler())
    first, second = tokens.issue("100001"), tokens.issue("200002")
    assert (len(first), first == second) == (32, False)
    found = tokens.valid(second)
    assert found is not None
    assert found.app_id == "200002"


@pytest.mark.parametrize("text", [None, "", "unknown"])
def test_token_that_was_never_given_out_is_not_valid(text):
    assert new_tokens(Scheduler()).valid(text) is None
