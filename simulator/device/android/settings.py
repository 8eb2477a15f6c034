"""What all services of one phone share: what it is, whose rules it asks, and where it writes."""

from simulator.device.android.build import Build
from simulator.kernel.environment import Environment
from simulator.kernel.trace import Kind


class Settings:
    """One phone as its services see it. They are handed this instead of five things each.

    Attributes:
        phone: The phone's name, which is the actor of all its records and the subject of its waivers.
        build: What the phone is.
        user_id: Android's number of its user.
        clock_off_ms: How far its clock is ahead of the true time; `None` for a clock that was never set.
    """

    __slots__ = ("build", "clock_off_ms", "phone", "rulebook", "scheduler", "trace", "user_id")

    def __init__(self, phone: str, build: Build, env: Environment) -> None:
        """Name the phone, and join it to its world."""
        self.phone = phone
        self.build = build
        self.user_id = 0
        self.clock_off_ms: int | None = 0
        self.scheduler = env.scheduler
        self.trace = env.trace
        self.rulebook = env.rules

    @property
    def api_level(self) -> int:
        """`Build.VERSION.SDK_INT`."""
        return self.build.api_level

    def changed(self, what: str, rule: str = "", **data: object) -> None:
        """Record that the state of *what* changed to *data*, as the fact called *rule* has it."""
        self.trace.write(self.phone, Kind.STATE, what, rule=rule, data=data)

    def log(self, level: str, tag: str, text: str, push_id: int | None = None) -> None:
        """Write a line to the phone's logcat; *level* is Android's letter, such as `E`."""
        self.trace.write(self.phone, Kind.LOG, tag, push_id=push_id, data={"level": level, "text": text})
