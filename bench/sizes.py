"""How much is measured: enough for steady figures, or next to nothing to see whether the measurements work."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much each measurement does.

    Attributes:
        rounds: How often a figure is taken inside this process.
        times: Calls in such a round.
        events: Of the kernel's queue.
        processes: How often a short process is started.
        cases: Scenarios that pytest collects and runs, and tests beside them.
        suites: How often pytest, or a whole suite, is started.
        phones: In one world.
        page_cases: In the HTML page.
        scenarios: Of a suite over all vendors.
        served_s: Seconds of load on a served world.
        log_mb: Megabytes of a logcat in a ticket.
        vendors: In whose worlds causes are planted.
        backgrounds: Random healthy worlds of each of them.
        pairs: Of causes, planted for each of them.
        healthy_worlds: In which a diagnosis should find nothing.
    """

    rounds: int = 9
    times: int = 300
    events: int = 200_000
    processes: int = 15
    cases: int = 1_000
    suites: int = 3
    phones: int = 2_000
    page_cases: int = 10_000
    scenarios: int = 334
    served_s: int = 5
    log_mb: int = 200
    vendors: int = 6
    backgrounds: int = 3
    pairs: int = 50
    healthy_worlds: int = 200


TINY = Sizes(
    rounds=1,
    times=2,
    events=200,
    processes=1,
    cases=3,
    suites=1,
    phones=5,
    page_cases=9,
    scenarios=2,
    served_s=1,
    log_mb=1,
    vendors=1,
    backgrounds=1,
    pairs=5,
    healthy_worlds=1,
)
