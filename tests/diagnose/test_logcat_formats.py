"""Level, tag and text come out of a line of every format that `adb logcat -v` prints."""

import pytest

from simulator.diagnose.logcat_format import Entry, entry_of

LINES = {
    "brief": "D/HeadsetStateMachine( 1795): link is down: 10, size: 0",
    "process": "D( 1795) link is down: 10, size: 0  (HeadsetStateMachine)",
    "tag": "D/HeadsetStateMachine: link is down: 10, size: 0",
    "thread": "D( 1795: 1825) link is down: 10, size: 0",
    "time": "11-22 08:00:00.123 D/HeadsetStateMachine( 1795): link is down: 10, size: 0",
    "threadtime": "11-22 08:00:00.123  1795  1825 D HeadsetStateMachine: link is down: 10, size: 0",
    "year": "2026-11-22 08:00:00.123  1795  1825 D HeadsetStateMachine: link is down: 10, size: 0",
    "zone": "11-22 08:00:00.123 +0800  1795  1825 D HeadsetStateMachine: link is down: 10, size: 0",
    "usec": "11-22 08:00:00.123456  1795  1825 D HeadsetStateMachine: link is down: 10, size: 0",
    "uid": "11-22 08:00:00.123  1002  1795  1825 D HeadsetStateMachine: link is down: 10, size: 0",
    "uid by name": "11-22 08:00:00.123 u0_a123  1795  1825 D HeadsetStateMachine: link is down: 10, size: 0",
    "epoch": "     1700000000.123  1795  1825 D HeadsetStateMachine: link is down: 10, size: 0",
    "monotonic": "      12345.123  1795  1825 D HeadsetStateMachine: link is down: 10, size: 0",
    "monotonic, early": "         5.123  1795  1825 D HeadsetStateMachine: link is down: 10, size: 0",
    "time, epoch": "     1700000000.123 D/HeadsetStateMachine( 1795): link is down: 10, size: 0",
    "time, uid": "11-22 08:00:00.123 D/HeadsetStateMachine( 1002: 1795): link is down: 10, size: 0",
    "brief, uid": "D/HeadsetStateMachine( 1002: 1795): link is down: 10, size: 0",
    "studio": "2020-06-02 00:21:51.316 29226-29434/com.example D/HeadsetStateMachine: link is down: 10, size: 0",
    "colour": "\x1b[38;5;75m11-22 08:00:00.123  1795  1825 D HeadsetStateMachine: link is down: 10, size: 0\x1b[0m",
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_is_taken_apart(name: str) -> None:
    tag = "" if name == "thread" else "HeadsetStateMachine"
    assert entry_of(LINES[name]) == Entry("D", tag, "link is down: 10, size: 0")


def test_the_head_of_a_long_entry_is_known() -> None:
    head = "[ 11-22 08:00:00.123  1795: 1825 D/HeadsetStateMachine ]"
    assert entry_of(head) == Entry("D", "HeadsetStateMachine", "")
    assert entry_of("[ 11-22 08:00:00.123  1002: 1795: 1825 D/Tag ]") == Entry("D", "Tag", "")


@pytest.mark.parametrize(
    "text", ["收不到推送", "D: drive", "at 11-22 08:00 it began", "--------- beginning of main", ""]
)
def test_what_is_no_entry_is_none(text: str) -> None:
    assert entry_of(text) is None
