"""Playing steps from Python: the same steps, with the same names and fields, as in YAML.

```python
play = Play("vivo")
play.set_up(phone="bob_phone", user="bob")
play.kill_app("bob_phone")
play.send_message(sender="alice", to="bob", text="lunch?")
play.must_arrive("bob_phone", within="60s", body="lunch?")
```

A field has its name of YAML, but where that is a word of Python: `sender` stands for `from`, `span` for `for`.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from itertools import dropwhile
from typing import TYPE_CHECKING, Unpack

import msgspec

from simulator.kernel.trace import Kind, Record
from simulator.kernel.units import Duration
from simulator.runner.run import beginnings, play_step
from simulator.runner.suite import vocabulary
from simulator.runner.verbs import Verbs
from simulator.scenario.model import PlacedStep
from simulator.scenario.pieces import steps_of_tree, world_of_tree
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.scenario.steps import STEPS
from simulator.world.build import RunOptions, build
from simulator.world.spec import WorldSpec
from simulator.world.world import World

if TYPE_CHECKING:
    from simulator.runner.verbs import WorldFields


class Play(Verbs):
    """A world and its stage; each of its methods is a step, and plays it.

    Attributes:
        world: The actors, to look at between steps.
        stage: What expectations have settled so far.
    """

    def __init__(
        self,
        vendor: str = "",
        spec: WorldSpec | None = None,
        options: RunOptions | None = None,
        **world: "Unpack[WorldFields]",
    ) -> None:
        """Build a world whose phones without a model are *vendor*'s.

        Args:
            vendor: Empty where every phone names its model.
            spec: The world; or its fields one by one, as they stand above `steps:` in YAML.
            options: How it is run.
            world: Those fields.

        Raises:
            ScenarioErrors: All mistakes of these fields.
            ExpectationFailed: A user whom it gives a phone cannot be set up.
        """
        self._vocabulary = vocabulary()
        self._spec = spec or world_of_tree(_tree(world), self._vocabulary)
        self.world: World = build(self._spec, vendor, options)
        self.stage = Stage(self.world)
        self._count = 0
        for placed in beginnings(self._spec):
            self._play(placed)

    def __call__(self, *steps: Step) -> None:
        """Play *steps*, made by their own classes.

        Raises:
            ExpectationFailed: What one of them expects did not come about.
        """
        for step in steps:
            verb = type(step).__module__.rpartition(".")[2]
            self._play(PlacedStep(step, self._count + 1, 1, verb))

    def step(self, verb: str, /, *short: object, **fields: object) -> list[Record]:
        """Play the step called *verb*, with *fields*, and return its records and those of what followed at once.

        The field that a bare value stands for in YAML needs no name: `play.kill_app("bob_phone")`.

        Raises:
            ScenarioErrors: The step cannot be read.
            ExpectationFailed: What it expects did not come about.
        """
        [placed] = steps_of_tree(
            [{verb: _tree(written(verb, short, fields))}], self._vocabulary, self._names(), brings_phones=True
        )
        already = len(self.world.trace)
        self._play(msgspec.structs.replace(placed, line=self._count + 1))
        # What happened in the pause before is none of its doing.
        return list(dropwhile(lambda record: record.kind is not Kind.STEP, self.world.trace.after(already)))

    def reg_id(self, phone: str) -> str:
        """Return the regId that *phone*'s app has from its vendor; empty while it has none that counts."""
        device = self.world.phone(phone)
        found = self.world.clouds[device.push_vendor].registrations.current(phone, device.app.package)
        return "" if found is None or not found.is_valid else found.reg_id

    def credentials(self, vendor: str) -> Mapping[str, str]:
        """Return what a sender has to know of *vendor*'s console, by the names of the certificate's fields."""
        return self.world.clouds[vendor].apps[0].values

    def _play(self, placed: PlacedStep) -> None:
        self._count += 1
        play_step(placed, self.stage, is_first=self._count == 1)

    def _names(self) -> Mapping[str, Collection[str]]:
        """Return the names that a step may use here."""
        phones = self._spec.phones
        users = {*self.world.im.accounts, *(phone.user for phone in phones.values() if phone.user)}
        groups = {group.group_id for group in self.world.im.delivery.groups}
        return {"phones": {*phones, *self.world.phones}, "users": users, "groups": groups}


def written(verb: str, short: Sequence[object], fields: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of the step called *verb* by their names of YAML; what is `None` is left out.

    Raises:
        TypeError: Fields stand without their names, and are not the one that may.
    """
    cls = STEPS.get(verb)
    names = {} if cls is None else {info.name: info.encode_name for info in msgspec.structs.fields(cls)}
    given = {names.get(name, name): value for name, value in fields.items() if value is not None}
    if short:
        alone = None if cls is None else getattr(cls, "shorthand", None)
        if alone is None or len(short) > 1:
            raise TypeError(f"{verb}: write fields with their names: {', '.join(names)}")
        given[names.get(alone, alone)] = short[0]
    return given


def _tree(value: object) -> object:
    """Return *value* as YAML would have it."""
    if isinstance(value, Mapping):
        return {str(key): _tree(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_tree(inner) for inner in value]
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, Duration) else value
