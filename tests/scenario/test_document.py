import os
from pathlib import Path

import pytest

from simulator.scenario.document import DEPTH_MAX, NODES_MAX, parse_document, read_document
from simulator.scenario.errors import ScenarioErrors
from simulator.scenario.nodes import ListNode, MapNode, Node, ScalarNode
from simulator.scenario.source import FILE_BYTES_MAX

HERE = Path("suite/scenario.yaml")


def parsed(text: str) -> Node:
    return parse_document(HERE, text).root


def entry(node: Node, key: str) -> Node:
    assert isinstance(node, MapNode)
    return node.entries[key][1]


def text_of(node: Node) -> str:
    assert isinstance(node, ScalarNode)
    return node.text


def mistake(text: str) -> str:
    with pytest.raises(ScenarioErrors) as caught:
        parse_document(HERE, text)
    return caught.value.text()


@pytest.mark.parametrize("text", ["10:30", "on", "yes", "0123", "1e3", "2026-03-02", "lunch?", "0x10", "1_000", ".5"])
def test_scalars_stay_text(text: str) -> None:
    assert text_of(entry(parsed(f"a: {text}"), "a")) == text
    assert text_of(entry(parsed(f"{{a: {text}}}"), "a")) == text


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_words_for_nothing_are_missing_unless_quoted(text: str) -> None:
    plain, quoted = entry(parsed(f"a: {text}"), "a"), entry(parsed(f"a: '{text}'"), "a")
    assert isinstance(plain, ScalarNode)
    assert isinstance(quoted, ScalarNode)
    assert plain.is_missing
    assert not quoted.is_missing


def test_places_count_characters_from_one() -> None:
    root = parsed('名: "推送" \n退: [甲, 乙]\n')
    items = entry(root, "退")
    assert isinstance(items, ListNode)
    assert [(item.line, item.column) for item in items.items] == [(2, 5), (2, 8)]


def test_byte_order_mark_does_not_shift_places(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfname: x\r\nvendors: all\r\n")
    key, _ = read_document(path).root.entries["vendors"]
    assert (key.line, key.column) == (2, 1)


def test_of_a_key_that_stands_twice_the_first_counts() -> None:
    document = parse_document(HERE, "steps:\n  - kill_app: {phone: a, phone: b}\n")
    assert [error.path for error in document.problems] == ["kill_app"]
    assert "line 2, column 16" in document.problems[0].text()


def test_nesting_may_be_as_deep_as_the_limit_and_no_deeper() -> None:
    parsed("[" * DEPTH_MAX + "]" * DEPTH_MAX)
    assert f"{DEPTH_MAX} levels" in mistake("[" * (DEPTH_MAX + 1) + "]" * (DEPTH_MAX + 1))


def test_nesting_far_over_the_limit_is_refused_without_reading_on() -> None:
    """Read on, this would take minutes."""
    assert f"{DEPTH_MAX} levels" in mistake("[" * 500_000)


def test_values_may_be_as_many_as_the_limit_and_no_more() -> None:
    parsed("[" + "a," * (NODES_MAX - 1) + "]")
    assert f"{NODES_MAX} values" in mistake("[" + "a," * NODES_MAX + "]")


def test_an_alias_bomb_is_not_expanded() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    errors = mistake("\n".join(lines)).splitlines()
    assert len(errors) == 4


@pytest.mark.parametrize("text", ["a: |\n  x\n\ty", "a: {\n\tb: c}", "a:\n\tb: c", "a: b\n\tc", "- a\n\t- b"])
def test_tabs_do_not_indent(text: str) -> None:
    assert "by a tab" in mistake(text)


@pytest.mark.parametrize("text", ["a: 'x\n\ty'", 'a: "x\n\ty"', "a: |\n  x\n  \ty", "a:\tb", "# \t x\na: b\n"])
def test_tabs_inside_texts_stay(text: str) -> None:
    parsed(text)


def test_chinese_punctuation_in_texts_stays() -> None:
    root = parsed("name: 小明说：“在吗？”，然后退出\ntext: {a: '，'}\n")
    assert text_of(entry(root, "name")) == "小明说：“在吗？”，然后退出"


def test_chinese_punctuation_in_a_text_is_not_blamed_for_a_mistake_elsewhere() -> None:
    assert "indented deeper" in mistake("name: 你好：在吗，小明\n vendors: all\n")


def test_a_file_at_the_limit_is_read_and_one_over_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: b\n#" + b"x" * (FILE_BYTES_MAX - 6))
    read_document(path)
    path.write_bytes(b"a: b\n#" + b"x" * (FILE_BYTES_MAX - 5))
    with pytest.raises(ScenarioErrors, match="1048577 bytes; at most 1048576"):
        read_document(path)


def test_a_file_of_50_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(ScenarioErrors, match="52428800 bytes; at most 1048576 are read"):
        read_document(path)


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, what in (
        (tmp_path / "no.yaml", "cannot be read: no such file"),
        (tmp_path, "not a file"),
        (tmp_path / "pipe", "not a file"),
    ):
        with pytest.raises(ScenarioErrors, match=what):
            read_document(path)


def test_paths_below_the_current_folder_are_shown_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioErrors) as caught:
        parse_document(tmp_path / "a" / "b.yaml", "a: [")
    assert caught.value.text().startswith("a/b.yaml:1:5: ")
    with pytest.raises(ScenarioErrors) as caught:
        parse_document(tmp_path.parent / "b.yaml", "a: [")
    assert caught.value.text().startswith(f"{tmp_path.parent.as_posix()}/b.yaml:1:5: ")
