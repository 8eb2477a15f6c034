"""Files of results: written, read again, and told what is wrong with them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from simulator.report.case_report import CaseReport, report_of
from simulator.report.joining import join
from simulator.report.json_lines import Results, read_results
from simulator.scenario.errors import ScenarioErrors
from tests.scenario.playing import ARRIVE, KILL, LOG_OUT, SEND, UP, played

GOOD = report_of(played(UP, KILL, SEND, ARRIVE), 0.25, with_traces=True)
BAD = report_of(played(UP, LOG_OUT, SEND, ARRIVE), 0.5, with_traces=True)


def named(report: CaseReport, name: str) -> CaseReport:
    return replace(report, case=f"{name}.yaml::vivo", file=f"{name}.yaml")


def write(path: Path, *reports: CaseReport, seed: int = 1, shard: str = "") -> Path:
    with Results(seed, shard) as results:
        for report in reports:
            results.add(report)
        results.write(path)
    return path


def mistake(call: Callable[[], object]) -> str:
    with pytest.raises(ScenarioErrors) as caught:
        call()
    return caught.value.text()


def test_what_was_written_is_read_again_byte_for_byte(tmp_path):
    path = write(tmp_path / "a.jsonl", named(BAD, "b"), named(GOOD, "a"))
    with read_results(path) as results:
        assert list(results) == [named(GOOD, "a"), named(BAD, "b")]
        results.write(tmp_path / "b.jsonl")
    assert (tmp_path / "b.jsonl").read_bytes() == path.read_bytes()


def test_results_beyond_what_stays_in_memory_wait_on_the_disk(tmp_path):
    big = [replace(named(GOOD, f"{number:03}"), source=("x" * 50_000,)) for number in range(200)]
    path = write(tmp_path / "big.jsonl", *reversed(big))
    assert path.stat().st_size > 10_000_000
    with read_results(path) as results:
        assert [one.case for one in results] == [one.case for one in big]


CUT = b'{"format":1,"seed":1,"cases":2}\n'


def lines_of(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda _: b"", "a.jsonl: this file is empty"),
        (lambda _: b"<testsuites/>\n", "a.jsonl:1: this is not the first line of results"),
        (lambda _: b"\xff\xfe\x00", "a.jsonl:1: this is not the first line of results"),
        (lambda _: b'{"format":9,"seed":1}\n', "a.jsonl:1: these results have format 9, and this pushsim reads format"),
        (lambda data: data[:-40], "a.jsonl:3: this line is cut off"),
        (lambda data: b"".join(lines_of(data)[:2]), "a.jsonl: this file was cut off: it has 1 of 2 cases"),
        (lambda data: data + lines_of(data)[1], 'a.jsonl:4: "a.yaml::vivo" stands here a second time'),
        (lambda _: CUT + b'{"case":1}\n', "a.jsonl:2: this is not a case's line: expected `str`, got `int` - at "),
        (lambda _: CUT + b"[" * 100_000 + b"\n", "a.jsonl:2: this is not a case's line: "),
    ],
)
def test_a_file_that_is_not_whole_is_told_with_its_line(tmp_path, monkeypatch, spoil, told):
    monkeypatch.chdir(tmp_path)
    path = write(Path("a.jsonl"), named(GOOD, "a"), named(BAD, "b"))
    path.write_bytes(spoil(path.read_bytes()))
    text = mistake(lambda: read_results(path))
    assert text.startswith(told)
    assert "\n  next: " in text


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert "this file cannot be read: no such file or directory" in mistake(lambda: read_results(tmp_path / "none"))
    assert "this file cannot be read: is a directory" in mistake(lambda: read_results(tmp_path))


# -- joining ----------------------------------------------------------------------------------------------------------


def test_shards_join_to_what_one_run_would_have_written(tmp_path):
    whole = write(tmp_path / "whole", named(GOOD, "a"), named(BAD, "b"), named(GOOD, "c"))
    first = write(tmp_path / "1", named(BAD, "b"), shard="1/2")
    second = write(tmp_path / "2", named(GOOD, "a"), named(GOOD, "c"), shard="2/2")
    for parts in ([first, second], [second, first]):
        results, missing = join(parts)
        with results:
            results.write(tmp_path / "joined")
        assert missing == []
        assert (tmp_path / "joined").read_bytes() == whole.read_bytes()


def test_a_shard_that_nobody_brought_is_missing(tmp_path):
    results, missing = join([write(tmp_path / "1", named(GOOD, "a"), shard="2/3")])
    results.close()
    assert missing == ["1/3", "3/3"]


def test_a_case_in_two_files_is_one_where_both_say_the_same(tmp_path):
    first = write(tmp_path / "1", named(GOOD, "a"))
    slower = write(tmp_path / "2", replace(named(GOOD, "a"), wall_ms=9.0))
    results, _ = join([first, slower])
    with results:
        assert len(results) == 1
    other = write(tmp_path / "3", replace(named(BAD, "a"), wall_ms=9.0))
    assert "ended otherwise in a file before" in mistake(lambda: join([first, other]))


def test_results_of_different_runs_are_not_joined(tmp_path):
    first = write(tmp_path / "1", named(GOOD, "a"), shard="1/2")
    assert "played with seed 2" in mistake(lambda: join([first, write(tmp_path / "2", seed=2, shard="2/2")]))
    other = write(tmp_path / "3", named(GOOD, "b"), shard="1/3")
    assert "shards of different numbers: 1/2, 1/3" in mistake(lambda: join([first, other]))
