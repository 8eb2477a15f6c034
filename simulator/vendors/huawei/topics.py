"""Topics: who has subscribed to which, which tokens a condition means, and what calls about them are refused for."""

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.push.rejection import Rejection
from simulator.vendors.huawei import facts, rejections
from simulator.vendors.huawei.call import HuaweiCall
from simulator.vendors.huawei.parts import text_of

_WORD = re.compile(r"\s*(?:'([^']*)'\s+in\s+topics|(&&|\|\||!|\(|\)))")


class ConditionWrong(ValueError):
    """A text is no condition on topics."""


class Subscriptions:
    """The topics of one app's tokens, in the order in which they were subscribed to."""

    def __init__(self) -> None:
        """Start without any."""
        self._since: dict[str, dict[str, str]] = {}
        self.topics: dict[str, None] = {}

    def of(self, token: str) -> dict[str, str]:
        """Return the topics of *token*, each with the date of its subscription."""
        return self._since.get(token, {})

    def subscribe(self, token: str, topic: str, day: str) -> None:
        """Add *topic* to those of *token*, since *day* (ISO 8601)."""
        self.topics[topic] = None
        self._since.setdefault(token, {}).setdefault(topic, day)

    def unsubscribe(self, token: str, topic: str) -> None:
        """Unsubscribe *token* from *topic*, if it is subscribed."""
        self._since.get(token, {}).pop(topic, None)

    def meant_by(self, condition: "Condition") -> list[str]:
        """Return the tokens that *condition* means."""
        return [token for token, topics in self._since.items() if topics and condition.fits(frozenset(topics))]


class Condition(msgspec.Struct, frozen=True):
    """A condition on topics: `'a' in topics && ('b' in topics || !('c' in topics))`.

    Attributes:
        words: Topics in quotes, signs as they are.
    """

    words: tuple[str, ...]

    @classmethod
    def of_topic(cls, topic: str) -> "Condition":
        """Return the condition of having *topic*."""
        return cls((f"'{topic}",))

    @classmethod
    def parse(cls, text: str) -> "Condition":
        """Return the condition that *text* writes.

        Raises:
            ConditionWrong: It is none, or has too many topics.
        """
        words, at = [], 0
        while text[at:].strip():
            found = _WORD.match(text, at)
            if found is None:
                raise ConditionWrong(text[at:])
            words.append(found[2] or f"'{found[1]}")
            at = found.end()
        condition = cls(tuple(words))
        condition.fits(frozenset())
        if sum(word.startswith("'") for word in words) > facts.TOPICS_OF_CONDITION_MAX.value:
            raise ConditionWrong("too many topics")
        return condition

    def fits(self, topics: frozenset[str]) -> bool:
        """Return whether a token with these *topics* is meant.

        Raises:
            ConditionWrong: The signs are not in an order that means something.
        """
        words = iter((*self.words, ""))
        value, left = _any_of(next(words), words, topics)
        if left:
            raise ConditionWrong(left)
        return value


def _any_of(word: str, words: Iterator[str], topics: frozenset[str]) -> tuple[bool, str]:
    """Return what `a || b` is worth, beginning with *word*, and the first word behind it."""
    value, word = _all_of(word, words, topics)
    while word == "||":
        other, word = _all_of(next(words), words, topics)
        value = value or other
    return value, word


def _all_of(word: str, words: Iterator[str], topics: frozenset[str]) -> tuple[bool, str]:
    value, word = _one_of(word, words, topics)
    while word == "&&":
        other, word = _one_of(next(words), words, topics)
        value = value and other
    return value, word


def _one_of(word: str, words: Iterator[str], topics: frozenset[str]) -> tuple[bool, str]:
    """Return what one part is worth.

    Raises:
        ConditionWrong: It is no part.
    """
    if word == "!":
        value, word = _one_of(next(words), words, topics)
        return not value, word
    if word == "(":
        value, word = _any_of(next(words), words, topics)
        if word != ")":
            raise ConditionWrong(word)
        return value, next(words)
    if not word.startswith("'"):
        raise ConditionWrong(word)
    return word[1:] in topics, next(words)


def condition_of(call: HuaweiCall) -> Condition | None:
    """Return the condition by which *call* goes to topics; `None` where what it has is none."""
    if call.topic:
        return Condition.of_topic(call.topic)
    try:
        return Condition.parse(call.condition)
    except ConditionWrong:
        return None


# -- what the calls are refused for -----------------------------------------------------------------------------------


def _rule(
    name: str, rejection: Rejection, says_no: Callable[[HuaweiCall], bool], *, grade: Grade = Grade.ASSUMED
) -> Rule[HuaweiCall]:
    # Assumed: which cause has which of the codes; the table of codes names them and no more.
    source = Source(facts.TOPICS, f"code {rejection.code}", grade=grade)
    return Rule(f"huawei.topic_{name}", rejection.reason, says_no, source, rejection)


def tokens_of(call: HuaweiCall) -> Sequence[str]:
    """Return `tokenArray`; empty where it is no list."""
    tokens = call.sent.get("tokenArray")
    return [str(token) for token in tokens] if isinstance(tokens, list) else ()


def topic_of(call: HuaweiCall) -> str:
    """Return `topic`; empty where it is no text."""
    return text_of(call.sent.get("topic"))


def is_unusable(call: HuaweiCall, token: str) -> bool:
    """Return whether *token* is none of this app's."""
    registration = call.cloud.registrations.find(token)
    return registration is None or not registration.is_valid or registration.app_id != call.app_id


def is_full(call: HuaweiCall, token: str) -> bool:
    """Return whether *token* may have no further topic."""
    topics = call.cloud.subscriptions(call.app_id).of(token)
    return topic_of(call) not in topics and len(topics) >= facts.TOPICS_PER_TOKEN_MAX.value


def _has_all_topics(call: HuaweiCall) -> bool:
    topics = call.cloud.subscriptions(call.app_id).topics
    return topic_of(call) not in topics and len(topics) >= facts.TOPICS_PER_APP_MAX.value


_NO_STORAGE = _rule(
    "without_storage", rejections.NO_DATA_STORAGE, lambda call: not call.push_app.values.get("data_storage")
)
_NAMES = (
    _NO_STORAGE,
    _rule("missing", rejections.TOPIC_MISSING, lambda call: call.sent.get("topic") in (None, "")),
    _rule("no_text", rejections.TOPIC_NO_TEXT, lambda call: not isinstance(call.sent.get("topic"), str)),
    _rule("name_wrong", rejections.TOPIC_NAME_WRONG, lambda call: facts.TOPIC_NAME.fullmatch(topic_of(call)) is None),
    _rule("token_array_missing", rejections.TOKEN_ARRAY_MISSING, lambda call: call.sent.get("tokenArray") is None),
    _rule(
        "token_array_no_list",
        rejections.TOKEN_ARRAY_NO_LIST,
        lambda call: not isinstance(call.sent.get("tokenArray"), list),
    ),
    _rule(
        "token_array_size",
        rejections.TOKEN_ARRAY_SIZE_WRONG,
        lambda call: not 1 <= len(tokens_of(call)) <= facts.TOKENS_MAX.value,
        grade=Grade.DOCUMENTED,
    ),
)
SUBSCRIBE = Decision(
    "huawei.topic_subscribe",
    (
        *_NAMES,
        _rule("used_up", rejections.TOPICS_USED_UP, _has_all_topics),
        _rule(
            "too_many",
            rejections.TOO_MANY_TOPICS,
            lambda call: all(is_full(call, token) for token in tokens_of(call)),
            grade=Grade.DOCUMENTED,
        ),
    ),
)
UNSUBSCRIBE = Decision(
    "huawei.topic_unsubscribe",
    (
        *_NAMES,
        _rule(
            "of_other_app",
            rejections.TOPIC_OF_OTHER_APP,
            lambda call: (
                topic_of(call) not in call.cloud.subscriptions(call.app_id).topics
                and any(topic_of(call) in app.topics for app in call.cloud.all_subscriptions)
            ),
        ),
        _rule(
            "unknown",
            rejections.TOPIC_UNKNOWN,
            lambda call: topic_of(call) not in call.cloud.subscriptions(call.app_id).topics,
        ),
    ),
)
LIST = Decision(
    "huawei.topic_list",
    (
        _NO_STORAGE,
        _rule(
            "token_missing", rejections.TOPIC_TOKEN_MISSING, lambda call: not isinstance(call.sent.get("token"), str)
        ),
    ),
)
