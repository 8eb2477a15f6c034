"""Chinese of failures and sources: every sentence that the scenario language can end with has its Chinese shape."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.push.explanations import EXPLANATIONS
from simulator.report.chinese import label, sentence, source
from simulator.report.quarantine import Entry
from simulator.world.catalogue import catalogue

SIMULATOR = Path(__file__).parents[2] / "simulator"
SPEAKING = [
    path
    for path in (*sorted((SIMULATOR / "scenario").rglob("*.py")), *sorted((SIMULATOR / "runner").glob("*.py")))
    if re.search(r"ExpectationFailed|list\[tuple\[str, str\]\]", path.read_text(encoding="utf-8"))
]
SPOKEN_OF = re.compile(r"[一-鿿]")
# Names of the wire, which are the same in every language; what a step brings along as a value of its own.
NO_WORDS = {"on", "off", "activity", "timer", "ErrorInfo"}


def text_of(node: ast.expr) -> str | None:
    """Return a text as it may come out: names in the place of what stands in braces; `None` for what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "x1" for one in node.values)
    return None


def said_in(path: Path) -> Iterator[tuple[str, str]]:
    """Yield how each sentence and label of the module is used, and the text."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ExpectationFailed" and node.args:
            yield from (("sentence", one) for one in texts_below(node.args[0]))
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in {"what", "then"}:
            yield from (("sentence", one) for one in texts_below(node.value))
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.ctx, ast.Load):
            first, second = (text_of(one) for one in node.elts)
            if first is not None and first not in NO_WORDS:
                yield "label", first
                if first == "next" and second is not None:
                    yield "sentence", second


def texts_below(node: ast.expr) -> Iterator[str]:
    """Yield the text of *node*, or of both its sides."""
    if isinstance(node, ast.IfExp):
        yield from (*texts_below(node.body), *texts_below(node.orelse))
    elif (text := text_of(node)) is not None:
        yield text


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: path.stem)
def test_every_sentence_of_a_failure_has_its_chinese(path: Path) -> None:
    said = {"sentence": sentence, "label": label}
    silent = [
        text
        for kind, text in said_in(path)
        # What is nothing but names has no words of its own.
        if re.sub(r"x1|\W", "", text) and not SPOKEN_OF.search(said[kind](text)) and not only_completes(text)
    ]
    assert silent == []


def only_completes(text: str) -> bool:
    """Whether *text* is the end of sentences that begin with a name."""
    return bool(SPOKEN_OF.search(sentence(f"x1 {text}"))) or bool(
        SPOKEN_OF.search(sentence(f"the REST call was {text}"))
    )


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("bob_phone showed nothing within 1min", "bob_phone 在 1min 内没有展示任何通知"),
        ("no request fits over im>vivo within 5s, expected 2 to 3", "im>vivo 上没有符合的请求（5s 内），预期 2 至 3"),
        ('"dinner, expected lunch", expected "lunch?"', '"dinner, expected lunch"，预期 "lunch?"'),
        ('the app on bob_phone read ext "a", expected "b"', 'bob_phone 上的应用读到 ext "a"，预期 "b"'),
        ("push_requested, 0.009s after sending", "请求厂商，发送后 0.009s"),
        ("auth_refused: the vendor refused the credentials of the certificate (code 21301)",
         f"auth_refused：{EXPLANATIONS['auth_refused'].meaning_zh}（错误码 21301）"),
        ('bob_phone has no notification titled "a" that says "b" to tap',
         'bob_phone 没有标题为 "a"、内容为 "b" 的可 tap 的通知'),
        (Entry(case="*", owner="lin", expires="2026-12-31", reason="下个版本修").text,
         "隔离至 2026-12-31，负责人 lin：下个版本修"),
        ("must_arrive: the phone showed nothing within 1min (body shown)",
         "must_arrive：手机在 1min 内没有展示任何通知（展示的 body）"),
    ],
)  # fmt: skip
def test_a_sentence_is_turned_with_the_names_and_sentences_inside_it(english: str, chinese: str) -> None:
    assert sentence(english) == chinese


@pytest.mark.parametrize("text", ['"nothing"', "lunch at 3?", "", "an outside step's own words"])
def test_what_is_somebodys_own_stays_as_it_is(text: str) -> None:
    assert sentence(text) == text


# Fields, paths and commands: what they are called on the wire, in manifests and in programs.
NAMES_IN_SOURCES = """
adb alias am answer auth batchsendmsg body broadcast callback cancel category classification code condition connpt
content data description device exported ext extra group id image importance importmsg init intent jobkey keep kill
locale manifest model name notification openconfigsvr openim origin-isle payload profile provider pushsim quota
react-native-xinge-push receiver register registration relations report sendmsg service setnospeaking shell sound
style token ttl unicast uses-sdk vivo when activity application
"""


def test_a_source_has_no_english_words_left_but_names() -> None:
    left: dict[str, str] = {}
    for entry in catalogue().values():
        told = source(str(entry.source)) if entry.source is not None else ""
        for word in re.findall(r"(?<![\w./:-])[a-z][a-z'-]*(?![\w./:-])", told):
            if word not in re.split(r"\s+", NAMES_IN_SOURCES):
                left[word] = told
    assert left == {}, "report/chinese.json has their Chinese under sources"


def test_a_part_of_a_name_is_no_word() -> None:
    assert source("Meizu push API, extra.callback.type, documented") == "魅族推送 API，extra.callback.type，有文档"


def test_sources_keep_their_names_numbers_and_signs():
    assert source("vivo guide, step 3.4 (C12, C31)") == "vivo 指南，步骤 3.4 (C12，C31)"
    assert source("MiPush error codes of 2024-10, code 21301") == "MiPush 错误码（2024-10 版），错误码 21301"
    sources = [str(entry.source) for entry in catalogue().values() if entry.source is not None]
    untouched = [one for one in sources if not SPOKEN_OF.search(source(one))]
    assert untouched == [], "each has its grade at least"
