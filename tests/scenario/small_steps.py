"""A small vocabulary, with steps of its own, so that these tests do not depend on the real ones."""

from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from simulator.push.reason import Reason
from simulator.scenario.model import Scenario
from simulator.scenario.names import Vocabulary
from simulator.scenario.step import Step
from simulator.world.fields import Duration, NewPhoneName, NewUserName, PhoneName, UserName, VendorName
from simulator.world.spec import Spec


class Begin(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    phone: NewPhoneName
    user: NewUserName | None = None


class Stop(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    phone: PhoneName
    by: Literal["swipe", "crash"] = "swipe"


class Inner(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    shorthand: ClassVar[str | None] = "word"

    word: str
    count: int = 1


class Send(Step, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"sender": "from"}):
    shorthand: ClassVar[str | None] = None

    sender: NewUserName
    to: UserName
    text: Annotated[str, msgspec.Meta(max_length=10)] = ""
    inner: Inner | None = None
    mixed: int | str | None = None
    json: Any = None
    several: tuple[Annotated[int, msgspec.Meta(gt=0, lt=10)], ...] | Literal["none"] = ()

    def __post_init__(self) -> None:
        if self.text and self.inner is not None:
            raise ValueError("text and inner exclude each other")


class Edit(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    shorthand: ClassVar[str | None] = None
    rest: ClassVar[str | None] = "values"

    vendor: VendorName | None = None
    id: int | None = None
    values: dict[str, str] = {}


class Label(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    shorthand: ClassVar[str | None] = None
    rest: ClassVar[str | None] = "values"

    values: dict[str, str] = {}


class MustCome(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    expects = True

    phone: PhoneName
    within: Duration = Duration(1_000)
    because: Reason | None = None


class Glance(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    shorthand: ClassVar[str | None] = None
    expects = True


STEPS = {
    "begin": Begin,
    "edit": Edit,
    "glance": Glance,
    "label": Label,
    "must_come": MustCome,
    "send": Send,
    "stop": Stop,
}
FORMS = {"vivo": ("app_id", "app_key"), "oppo": ("app_id", "channel_id")}
VOCABULARY = Vocabulary(
    steps=STEPS,
    vendors=tuple(FORMS),
    apps=("careful", "vivo_guide"),
    models=("vivo X60", "OPPO R15"),
    statements=("C01", "C19", "V04"),
    certificate_fields=lambda vendor: FORMS[vendor],
)
TOP = "name: x\nvendors: all\n"
BEGIN = "steps:\n  - begin: {phone: bob_phone, user: bob}\n  - glance\n"

Load = Callable[[str], Scenario]
Wrong = Callable[[str], list[str]]
