"""The words behind a command that ran beside a served world: what each of its requests became."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from simulator.kernel.trace import Kind, Outcome, Record
from simulator.kernel.units import seconds_text
from simulator.push.journey import Hop
from simulator.scenario.explaining import verdict_lines
from simulator.serve.exec import Ran
from simulator.serve.forward_proxy import DISTRUST
from simulator.serve.isolation import Isolation
from simulator.serve.requests import Asked, requests_of
from simulator.world.verdicts import End, Verdict
from simulator.world.world import World

_ANSWER_LENGTH_MAX = 140
_REQUESTS_TOLD_MAX = 100
"""Of more than these the rest is counted only."""
_ARRIVED = "arrived"

_SETTINGS: Mapping[str, str] = {
    "python": "PYTHONPATH has to reach the process that sends; aiohttp with aiodns wants ClientSession(trust_env=True)",
    "node": "NODE_OPTIONS has to reach the process that sends; axios wants no proxy of its own",
    "java": "JAVA_TOOL_OPTIONS has to reach it; a client of channels, such as Netty, wants a proxy of its own",
    "go": "an http.Transport of its own wants Proxy: http.ProxyFromEnvironment",
    "php": "curl heeds https_proxy; a stream wants 'proxy' in its context",
    "ruby": "RUBYOPT has to reach the process that sends",
    "curl": "leave out --noproxy, and -k does no harm",
}
"""What makes a sender of each language heed the environment it was given."""


_TRUST = (
    "a client that brings authorities of its own (certifi, a pinned certificate) wants those of SSL_CERT_FILE instead"
)


def ran_lines(world: World, ran: Ran, command: Sequence[str]) -> Iterator[str]:
    """Yield what there is to tell, line by line."""
    requests = requests_of(world)
    verdicts = {verdict.push_id: verdict for verdict in world.verdicts()}
    ends = Counter(
        _ARRIVED if verdict.end is End.SHOWN else verdict.text for verdict in (*ran.forgotten, *verdicts.values())
    )
    told = ", ".join(f"{count} {end}" for end, count in ends.most_common()) or "none"
    came = "1 request" if ran.requests == 1 else f"{ran.requests} requests"
    yield f"pushsim: {came} reached the simulated clouds; pushes: {told}"
    for asked in requests[:_REQUESTS_TOLD_MAX]:
        yield f"  {_request_text(asked)}"
        for push_id, records in asked.pushes.items():
            if push_id in verdicts:
                yield from (f"    {line}" for line in _push_lines(world, verdicts[push_id], records))
    if requests[_REQUESTS_TOLD_MAX:]:
        yield f"  … and {max(len(requests), ran.requests) - _REQUESTS_TOLD_MAX} more"
    for host in ran.refused:
        yield f"  refused: {host} is none of the simulated hosts, and no real one is asked"
    for host, why in ran.broken.items():
        yield f"  broken off: {host or 'a host'}: {why}"
    if any(why.startswith(DISTRUST) for why in ran.broken.values()):
        yield f"    {_TRUST}"
    for process in ran.left:
        yield f"  still running: {process}: what it sends from now on reaches nobody; have the command wait for it"
    if not (ran.requests or ran.refused or ran.broken):
        yield from _advice(ran, command)


def _request_text(asked: Asked) -> str:
    url = urlsplit(asked.url)
    answer = " ".join(asked.body.decode("utf-8", "replace").split())
    if len(answer) > _ANSWER_LENGTH_MAX:
        answer = f"{answer[:_ANSWER_LENGTH_MAX]}…"
    return f"{asked.method} {url.netloc}{url.path}  {asked.status or 'no answer'} {answer}".rstrip()


def _push_lines(world: World, verdict: Verdict, records: Sequence[Record]) -> Iterator[str]:
    if verdict.end is End.SHOWN:
        hops = [record for record in records if record.kind is Kind.HOP]
        posted = next(hop for hop in hops if hop.name == Hop.POSTED and hop.outcome is Outcome.OK)
        after = seconds_text(posted.at_ms - hops[0].at_ms)
        yield f"arrived on {verdict.phone} after {after}: {posted.data['title']} | {posted.data['body']}"
        return
    yield f"did not arrive{f' on {verdict.phone}' if verdict.phone else ''}: {verdict.text}"
    yield from (f"  {label}: {value}" for label, value in verdict_lines(world, verdict, records))


def _advice(ran: Ran, command: Sequence[str]) -> Iterator[str]:
    program = Path(command[0]).name
    fitting = [name for name in _SETTINGS if program.startswith(name)]
    yield "  nothing came: either the command has sent nothing, or it heeds no proxy settings"
    for name in fitting or _SETTINGS:
        yield f"    {name}: {_SETTINGS[name]}"
    if ran.isolation is not Isolation.LED:
        yield "    whatever it is written in: run pushsim exec as root on Linux, which needs no setting"
    if ran.isolation is Isolation.HELD_BACK:
        yield "    it had no way to the real hosts: their names led nowhere"
