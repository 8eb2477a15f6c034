"""Readers get what they have not had, as fast as they read, and are told of what is gone."""

from simulator.network.http import Headers
from simulator.serve.events import FLUSH_MS, HEARTBEAT_MS, EventStreams
from tests.serve.serving import Desk, Kept


class Stream(Kept):
    """An exchange that keeps what is streamed."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.unread_bytes = 0

    def begin_stream(self, headers: Headers) -> bool:
        self.headers = headers
        return True

    def send(self, data: bytes) -> None:
        self.text += data.decode()

    def end_stream(self) -> None:
        self.is_open = False

    @property
    def ids(self) -> list[int]:
        return [int(line[4:]) for line in self.text.splitlines() if line.startswith("id: ")]


class Streams(EventStreams):
    """Streams whose time is ours."""

    def __init__(self) -> None:
        self.planned: list[tuple[int, object]] = []
        super().__init__(lambda after_ms, action: self.planned.append((after_ms, action)))

    def pass_ms(self, wanted_ms: int) -> None:
        due = [action for after_ms, action in self.planned if after_ms == wanted_ms]
        self.planned = [one for one in self.planned if one[0] != wanted_ms]
        for action in due:
            action()


def test_reader_gets_500_records_at_a_time_and_then_the_rest():
    desk, streams, stream = Desk(), Streams(), Stream()
    for _ in range(300):
        desk.ask("POST", "/message/auth", b"{}")
    count = len(desk.live.world.trace)
    assert 500 < count <= 1_000
    streams.add(desk.live, stream, 0)
    streams.pass_ms(FLUSH_MS)
    assert stream.ids == list(range(1, 501))
    streams.pass_ms(FLUSH_MS)
    assert stream.ids == list(range(1, count + 1))
    assert [after_ms for after_ms, _ in streams.planned] == [HEARTBEAT_MS]


def test_reader_that_does_not_read_is_sent_nothing_more_until_it_does():
    desk, streams, stream = Desk(), Streams(), Stream()
    stream.unread_bytes = 256 * 1024 + 1
    streams.add(desk.live, stream, 0)
    streams.pass_ms(FLUSH_MS)
    assert stream.ids == []
    stream.unread_bytes = 0
    streams.pass_ms(FLUSH_MS)
    assert stream.ids == list(range(1, len(desk.live.world.trace) + 1))


def test_reader_is_told_which_records_are_gone():
    desk, streams, stream = Desk(), Streams(), Stream()
    trace = desk.live.world.trace
    for number in range(100_100):
        trace.write("somebody", "log", str(number))
    first = next(iter(trace)).n
    streams.add(desk.live, stream, 5)
    streams.pass_ms(FLUSH_MS)
    assert stream.text.startswith(f'event: gap\ndata: {{"from":6,"to":{first - 1}}}\n\nid: {first}\n')


def test_heartbeat_goes_on_while_somebody_reads_and_stops_with_the_last():
    desk, streams, stream = Desk(), Streams(), Stream()
    streams.add(desk.live, stream, len(desk.live.world.trace))
    streams.pass_ms(FLUSH_MS)
    streams.pass_ms(HEARTBEAT_MS)
    assert stream.text == ": still here\n\n"
    stream.is_open = False
    streams.pass_ms(HEARTBEAT_MS)
    streams.soon()
    assert streams.planned == []
