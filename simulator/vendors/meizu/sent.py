"""What Meizu remembers of a message that it has numbered, for whoever asks later what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from simulator.vendors.meizu.receipts import Wanted


@dataclass(slots=True)
class Sent:
    """One message, to one target or to many.

    Attributes:
        app_id: Of its push app.
        day: On which it was sent.
        task: Number of the task that it belongs to; 0 for none.
        wanted: Receipts that its sender wants; `None` for none.
        aliases: What a pushId is called in receipts, where it was pushed to by its alias.
    """

    app_id: str
    day: date
    task: int = 0
    wanted: Wanted | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)
