import re

import pytest

from simulator.push.explanation import Scope
from simulator.push.explanations import EXPLANATIONS
from simulator.push.journey import CLICK_HOPS, PUSH_HOPS, TOKEN_HOPS, Hop
from simulator.push.reason import Reason

VERBS = frozenset(
    {
        "add", "answer", "ask", "call", "check", "choose", "compare", "connect", "copy", "correct", "create",
        "declare", "fill", "give", "initialise", "install", "keep", "leave", "let", "log", "look", "make", "mend",
        "nothing", "open", "pass", "paste", "post", "register", "report", "reset", "retry", "reuse", "send", "set",
        "space", "store", "take", "test", "update", "use", "vary", "wait",
    }
)  # fmt: skip
"""What a repair may begin with: a thing to do, or `nothing`."""


def test_every_reason_is_explained_and_nothing_else_is():
    assert list(EXPLANATIONS) == list(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_repair_begins_with_a_verb_or_says_nothing(reason: Reason):
    assert re.split(r"[ ;:,]", EXPLANATIONS[reason].repair)[0] in VERBS


@pytest.mark.parametrize("reason", Reason)
def test_texts_read_as_parts_of_a_message(reason: Reason):
    explained = EXPLANATIONS[reason]
    for text in (explained.meaning, explained.repair):
        assert text
        assert text.isascii()
        assert not text.endswith((".", "!", "。"))
        assert text == text.strip()
    first_word = explained.meaning.split()[0]
    assert first_word.islower() or first_word in {"IM", "Android", "AndroidManifest.xml"}


@pytest.mark.parametrize("reason", Reason)
def test_both_languages_are_there(reason: Reason):
    explained = EXPLANATIONS[reason]
    for text in (explained.meaning_zh, explained.repair_zh):
        assert re.search(r"[\u4e00-\u9fff]", text), text
        assert not text.endswith(("。", "！", "."))


def test_no_two_reasons_mean_the_same():
    for name in ("meaning", "meaning_zh"):
        texts = [getattr(explained, name) for explained in EXPLANATIONS.values()]
        assert len(set(texts)) == len(texts)


def test_word_is_the_name_in_lower_case():
    assert all(reason.value == reason.name.lower() for reason in Reason)


@pytest.mark.parametrize("reason", Reason)
def test_hop_places_the_reason_in_its_scope(reason: Reason):
    explained = EXPLANATIONS[reason]
    hops = {Scope.TOKEN: TOKEN_HOPS, Scope.PUSH: PUSH_HOPS, Scope.CLICK: CLICK_HOPS}[explained.scope]
    assert explained.hop in hops


def test_reasons_stand_in_the_order_of_the_journey():
    order = [Scope.TOKEN, Scope.PUSH, Scope.CLICK]
    scopes = [order.index(EXPLANATIONS[reason].scope) for reason in Reason]
    assert scopes == sorted(scopes)


def test_every_hop_belongs_to_the_token_the_push_or_the_click():
    assert [*TOKEN_HOPS, *PUSH_HOPS, *CLICK_HOPS] == list(Hop)
