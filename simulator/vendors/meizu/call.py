"""One request to Meizu's simulated cloud, as its rules look at it: a signed form, and for sending the message in it."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from simulator.cloud.call import VendorCall
from simulator.cloud.registrations import PushApp, Registration
from simulator.kernel.lazy import lazy
from simulator.network.form import form_pairs
from simulator.network.http import Request
from simulator.vendors.meizu import facts
from simulator.vendors.meizu.message import NUMBER, SWITCHES, Message

if TYPE_CHECKING:
    from simulator.vendors.meizu.broadcast import Task
    from simulator.vendors.meizu.cloud import MeizuCloud


class MeizuCall(VendorCall["MeizuCloud"]):
    """One request.

    Attributes:
        fields: Of the query and of the body, decoded.
        is_decodable: Query and body are UTF-8.
        names_aliases: Its targets are aliases.
        is_unvarnished: It is one of the calls for pass-through messages.
        is_from_sdk: It is the vendor's SDK on a phone that asks.
    """

    def __init__(self, cloud: "MeizuCloud", request: Request, *, is_from_sdk: bool = False) -> None:
        """Read *request*, in whatever Content-Type it comes; it is decoded once."""
        super().__init__(cloud, request)
        self.is_from_sdk = is_from_sdk
        self.is_decodable: bool = True
        try:
            pairs = _pairs(request, "strict")
        except UnicodeDecodeError:
            self.is_decodable = False
            pairs = _pairs(request, "replace")
        self.fields: Mapping[str, str] = dict(pairs)
        self.names_aliases: bool = request.path.endswith("/pushByAlias")
        self.is_unvarnished: bool = "/unvarnished/" in request.path

    def text(self, name: str) -> str:
        """Return the field; empty when it is absent."""
        return self.fields.get(name, "")

    def values(self, name: str) -> list[str]:
        """Return a field that is a list with commas."""
        return [one for one in self.text(name).split(",") if one]

    def number(self, name: str) -> int | None:
        """Return the field as a whole number; `None` when it is none."""
        text = self.text(name).strip()
        return int(text) if NUMBER.fullmatch(text) else None

    def switch(self, name: str) -> bool | None:
        """Return the field as a flag, in either way of writing; `None` when it is none."""
        return SWITCHES.get(self.text(name))

    # -- whose it is ------------------------------------------------------------------------------------------------

    @lazy
    def app(self) -> PushApp | None:
        """The push app of `appId`."""
        return self.cloud.app_with("app_id", self.text("appId").strip())

    @lazy
    def signed_with(self) -> str:
        """Name of the app's credential behind `sign`, the MD5 of the sorted parameters and it; empty for neither."""
        joined = "".join(f"{name}={self.fields[name]}" for name in sorted(self.fields) if name != "sign")
        for credential in ("app_secret", "app_key"):
            signed = f"{joined}{self.push_app.values[credential]}"
            if self.text("sign") == hashlib.md5(signed.encode(), usedforsecurity=False).hexdigest():
                return credential
        return ""

    @property
    def is_on_other_platform(self) -> bool:
        """Whether it asks one platform of Meizu's for an app of the other."""
        # Assumed: the platform for other countries knows the apps of this one, but not the other way round.
        is_overseas = facts.OVERSEAS in self.push_app.rights
        return is_overseas and not self.request.host.endswith(".in.meizu.com")

    # -- what it sends ----------------------------------------------------------------------------------------------

    @lazy
    def message(self) -> Message:
        """The message that comes with the call."""
        return Message(self.text("messageJson"))

    @property
    def task(self) -> "Task | None":
        """The task that the call names, if it is one of its app's."""
        task = self.cloud.broadcasts.tasks.get(self.number("taskId") or 0)
        return task if task is not None and task.app_id == self.app_id else None

    @property
    def message_sent(self) -> Message:
        """What is sent: the task's message, or the one that comes with the call."""
        return self.message if self.task is None else self.task.message

    @property
    def targets(self) -> Sequence[str]:
        """The pushIds or aliases that the call names."""
        return self.values("alias" if self.names_aliases else "pushIds")

    # -- what follows from the date ---------------------------------------------------------------------------------

    def is_private(self, message: Message) -> bool:
        """Return whether *message* is of the private class, which there is since April 2025."""
        return self.edition(facts.HAS_CLASSES) and message.is_private

    # -- whom it is about -------------------------------------------------------------------------------------------

    @property
    def subscriber(self) -> Registration | None:
        """The app on a phone that a subscription call is about."""
        return self.cloud.registrations.find(self.text("pushId"))


def _pairs(request: Request, errors: str) -> list[tuple[str, str]]:
    """Return all parameters, in order.

    Raises:
        UnicodeDecodeError: They are not UTF-8, and *errors* is `strict`.
    """
    return [pair for form in (request.query.encode(), request.body) for pair in form_pairs(form, errors=errors)]
