"""Plays one case from beginning to end."""

import gc
from collections.abc import Iterator
from dataclasses import replace

from simulator.kernel.rule import Waiver
from simulator.kernel.trace import Kind, Outcome
from simulator.runner.result import CaseResult, Failure, Proof
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.model import Case, PlacedStep
from simulator.scenario.stage import Stage
from simulator.scenario.step import Waits
from simulator.scenario.steps.must_not_arrive import MustNotArrive
from simulator.scenario.steps.set_up import SetUp
from simulator.world.build import RunOptions, build
from simulator.world.spec import WorldSpec
from simulator.world.world import World


def ease_garbage_collection() -> None:
    """Let the collector look less often, for commands that play many cases and then end.

    What is loaded by now lives to the end, and a world leaves only some six hundred objects in cycles.
    """
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def run_case(case: Case, options: RunOptions) -> CaseResult:
    """Build the world of *case*, play its steps, and check that no push was lost.

    Raises:
        ConservationBroken: A push was lost: our own fault.
    """
    world = build(case.scenario.world, case.vendor or "", options)
    stage = Stage(world)
    failure = _play(case, world, stage)
    world.network.adapter.close()
    world.check_conservation()
    return CaseResult(case, options.seed, world, failure)


def _play(case: Case, world: World, stage: Stage, until: int | None = None, *, proving: bool = False) -> Failure | None:
    """Play the steps, or those before the index *until*; return the expectation that was not met.

    While *proving*, earlier expectations may speak of the very refusal that is waived: they only take their time.
    """
    steps = [*beginnings(case.scenario.world), *case.scenario.steps[:until]]
    for index, placed in enumerate(steps):
        try:
            play_step(placed, stage, is_first=index == 0)
        except ExpectationFailed as error:
            if proving and placed.step.expects:
                stage.settle_all()
                continue
            world.trace.write(
                "scenario",
                Kind.STEP,
                placed.verb,
                outcome=Outcome.FAILED,
                data={**placed.place, "why": error.what},
            )
            return Failure(placed, error)
    return None


def beginnings(spec: WorldSpec) -> list[PlacedStep]:
    """Return what is played before the first step: a `set_up` of each phone that has a user."""
    return [
        PlacedStep(SetUp(phone=name, user=phone.user), 0, 0, "set_up")
        for name, phone in spec.phones.items()
        if phone.user is not None
    ]


def play_step(placed: PlacedStep, stage: Stage, *, is_first: bool = False) -> None:
    """Play a step; virtual time jumps over its waits.

    Raises:
        ExpectationFailed: What it expects did not come about.
    """
    run_until = stage.world.scheduler.run_until
    waits = step_waits(placed, stage, is_first=is_first)
    wait = next(waits, None)
    while wait is not None:
        has_stopped = run_until(wait.until_ms, wait.stop)
        try:
            wait = waits.send(has_stopped)
        except StopIteration:
            return


def step_waits(placed: PlacedStep, stage: Stage, *, is_first: bool = False) -> Waits:
    """Let the pause pass, unless the step takes time itself, and play it; whoever goes through this lets time pass.

    Raises:
        ExpectationFailed: What it expects did not come about.
    """
    world = stage.world
    step = placed.step
    if not step.takes_time and not is_first:
        yield stage.wait(world.spec.pause if placed.pause is None else placed.pause)
    world.scheduler.context = None
    stage.step_records.append(world.trace.write("scenario", Kind.STEP, placed.verb, data=placed.place))
    waits = step.play(stage)
    if waits is not None:
        yield from waits
    world.scheduler.context = None
    stage.step_ended_ms = world.scheduler.now_ms


def prove_negatives(case: Case, options: RunOptions) -> Iterator[Proof]:
    """Play *case* once for each of its negatives, with the reason that it names waived for its phone.

    Waived, the notification must arrive: if it still does not, the rerun has failed. Something else would have stopped
    the push anyway, and the scenario has shown nothing about the reason it names.
    """
    for index, placed in enumerate(case.scenario.steps):
        if isinstance(placed.step, MustNotArrive):
            waiver = Waiver(placed.step.because, placed.step.phone)
            yield Proof(placed, waiver, _rerun(case, options, placed, placed.step, waiver, index))


def _rerun(
    case: Case, options: RunOptions, placed: PlacedStep, negative: MustNotArrive, waiver: Waiver, index: int
) -> CaseResult:
    """Play *case* up to its *negative* at *index* with *waiver*, and then wait for a notification instead."""
    world = build(case.scenario.world, case.vendor or "", replace(options, waivers=options.waivers | {waiver}))
    stage = Stage(world)
    failure = _play(case, world, stage, index, proving=True)
    pushes = stage.pushes_to(negative.phone)
    if failure is None and not pushes.shown:
        world.run_for(negative.within, lambda: bool(pushes.shown))
    world.network.adapter.close()
    if pushes.shown:
        return CaseResult(case, options.seed, world, None)
    ends = sorted({world.verdict(push_id).text for push_id in pushes.open})
    instead = failure.error.what if failure is not None else ", ".join(ends) or "no push"
    problem = ExpectationFailed(
        f"with {negative.because} waived for {negative.phone} nothing arrives either ({instead})",
        [("next", "take away what else stops the push; until then the case does not show that reason at work")],
        push_id=pushes.open[-1] if pushes.open else None,
    )
    return CaseResult(case, options.seed, world, Failure(placed, problem))
