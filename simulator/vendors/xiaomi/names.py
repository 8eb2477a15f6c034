"""Aliases, user accounts and topics of regIds, who has switched push off, and the endpoints that tell of all that."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from simulator.cloud.vendor_cloud import Endpoint
from simulator.kernel.rule import Decision
from simulator.kernel.source import Grade
from simulator.network.http import Response
from simulator.push.uplink import SdkCommand
from simulator.vendors.xiaomi import facts, rejections
from simulator.vendors.xiaomi.call import XiaomiCall
from simulator.vendors.xiaomi.facts import Command
from simulator.vendors.xiaomi.limits import CALLS
from simulator.vendors.xiaomi.message import By, Message
from simulator.vendors.xiaomi.rules import AUTH, PACKAGE_WRONG, needs, rule, topic_is_illegal

if TYPE_CHECKING:
    from simulator.vendors.xiaomi.cloud import XiaomiCloud

_NAME_COMMANDS = {
    Command.SET_ALIAS: (By.ALIAS, True),
    Command.UNSET_ALIAS: (By.ALIAS, False),
    Command.SET_ACCOUNT: (By.ACCOUNT, True),
    Command.UNSET_ACCOUNT: (By.ACCOUNT, False),
    Command.SUBSCRIBE: (By.TOPIC, True),
    Command.UNSUBSCRIBE: (By.TOPIC, False),
}
"""What a command of the SDK changes, and whether it sets or takes away."""
_KINDS = {"alias": By.ALIAS, "topic": By.TOPIC, "account": By.ACCOUNT, "miid": By.DEVICE_ID}


def _has_space_in_reg_id(call: XiaomiCall) -> bool:
    """Return whether a regId has a blank in it: a plus that the client has not encoded."""
    return any(" " in reg_id for reg_id in call.values("registration_id"))


def _has_all_topics(call: XiaomiCall) -> bool:
    topics = call.values("topic")
    names = (call.cloud.names.of(call.app_id, By.TOPIC, reg_id) for reg_id in call.cloud.names.subscribers(call))
    return any(len({*had, *topics}) > facts.TOPICS_PER_DEVICE_MAX.value for had in names)


_TOPIC_RULES = (
    needs("subscriber_missing", rejections.PARAMETER_MISSING, "registration_id", "aliases"),
    needs("subscribed_topic_missing", rejections.TOPIC_EMPTY, "topic"),
    rule("subscriber_illegal", rejections.REG_ID_ILLEGAL, _has_space_in_reg_id, grade=Grade.ASSUMED),
    rule(
        "subscribed_topic_too_long",
        rejections.TOPIC_TOO_LONG,
        lambda call: any(len(topic) > facts.TOPIC_LENGTH_MAX.value for topic in call.values("topic")),
        grade=Grade.ASSUMED,
    ),
    rule(
        "subscribed_topic_illegal",
        rejections.TOPIC_ILLEGAL,
        lambda call: any(map(topic_is_illegal, call.values("topic"))),
        grade=Grade.ASSUMED,
    ),
    PACKAGE_WRONG,
)
SUBSCRIBE_FIELDS = Decision(
    "xiaomi.subscribe_fields",
    (*_TOPIC_RULES, rule("subscribed_to_all", rejections.SUBSCRIBE_FAILED, _has_all_topics, grade=Grade.ASSUMED)),
)
UNSUBSCRIBE_FIELDS = Decision(
    "xiaomi.unsubscribe_fields",
    (
        *_TOPIC_RULES,
        rule(
            "subscribed_to_none",
            rejections.UNSUBSCRIBE_FAILED,
            lambda call: (
                not any(
                    topic in call.cloud.names.of(call.app_id, By.TOPIC, reg_id)
                    for reg_id in call.cloud.names.subscribers(call)
                    for topic in call.values("topic")
                )
            ),
            grade=Grade.ASSUMED,
        ),
    ),
)
NAMES_FIELDS = Decision(
    "xiaomi.names_fields",
    (
        needs("reg_id_missing", rejections.PARAMETER_MISSING, "registration_id"),
        PACKAGE_WRONG,
        rule(
            "device_unknown",
            rejections.DEVICE_UNKNOWN,
            lambda call: not any(call.cloud.own_registration(call, one) for one in call.values("registration_id")),
            grade=Grade.ASSUMED,
        ),
    ),
)


class Names:
    """Which regIds have a name, by app and kind.

    Attributes:
        disabled: regIds whose app has called `disablePush`.
    """

    def __init__(self, cloud: "XiaomiCloud") -> None:
        """Belong to *cloud*."""
        self._cloud = cloud
        self._named: dict[tuple[str, By, str], dict[str, None]] = {}
        self._names_of_reg_id: dict[tuple[str, By, str], dict[str, None]] = {}
        self.disabled: set[str] = set()

    @property
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[XiaomiCall]]:
        """Topics of regIds and aliases, and what names a regId has."""
        subscribe = self._cloud.endpoint(AUTH, SUBSCRIBE_FIELDS, CALLS, self._change_topic)
        unsubscribe = self._cloud.endpoint(AUTH, UNSUBSCRIBE_FIELDS, CALLS, self._change_topic)
        names = self._cloud.endpoint(AUTH, NAMES_FIELDS, CALLS, self._names_of)
        return {
            **{("POST", f"/v2/topic/subscribe{by}"): subscribe for by in ("", "/alias")},
            **{("POST", f"/v2/topic/unsubscribe{by}"): unsubscribe for by in ("", "/alias")},
            **{("GET", f"/v1/{kind}/all"): names for kind in _KINDS},
        }

    # -- who is meant -----------------------------------------------------------------------------------------------

    def named(self, app_id: str, by: By, name: str) -> list[str]:
        """Return the regIds that have a name, the one that has had it for longest first."""
        return list(self._named.get((app_id, by, name), {}))

    def count(self, app_id: str, by: By, name: str) -> int:
        """Return how many regIds have a name."""
        return len(self._named.get((app_id, by, name), {}))

    def of(self, app_id: str, by: By, reg_id: str) -> list[str]:
        """Return the names of one kind that a regId has, the oldest first."""
        return list(self._names_of_reg_id.get((app_id, by, reg_id), {}))

    def subscribers(self, call: XiaomiCall) -> Sequence[str]:
        """Return the regIds that a call about topics names, itself or by their aliases."""
        return call.values("registration_id") or [
            reg_id for alias in call.values("aliases") for reg_id in self.named(call.app_id, By.ALIAS, alias)
        ]

    def reached_by(self, call: XiaomiCall, message: Message) -> Mapping[str, str]:
        """Return whom a message is for: each regId, with what the message calls it."""
        app_id = call.app_id
        match message.by:
            case By.REG_ID:
                return {reg_id: reg_id for reg_id in message.targets}
            case By.ALL:
                return {reg_id: reg_id for reg_id in self._cloud.registrations.valid_reg_ids(app_id)}
            case By.REGION:
                regions = self._cloud.regions
                return {one: one for region in message.targets for one in regions.reg_ids(call, region)}
            case By.TOPICS:
                return self._joined(app_id, message)
            case By.TOPIC:
                return {one: one for topic in message.targets for one in self.named(app_id, By.TOPIC, topic)}
            case by:
                return {one: name for name in message.targets for one in self.named(app_id, by, name)}

    def _joined(self, app_id: str, message: Message) -> Mapping[str, str]:
        first, *others = [self.named(app_id, By.TOPIC, topic) for topic in message.targets] or [[]]
        match message.text("topic_op"):
            case "INTERSECTION":
                found = [one for one in first if all(one in other for other in others)]
            case "EXCEPT":
                found = [one for one in first if not any(one in other for other in others)]
            case _:
                found = [*first, *(one for other in others for one in other)]
        return {one: one for one in found}

    # -- changing ---------------------------------------------------------------------------------------------------

    def name(self, app_id: str, by: By, name: str, reg_id: str) -> None:
        """Add a name to a regId; where it, or the account, is full, the oldest is removed."""
        had = self.of(app_id, by, reg_id)
        if by is By.ALIAS and name not in had and len(had) >= facts.ALIASES_PER_DEVICE_MAX.value:
            self.unname(app_id, by, had[0], reg_id)
        owners = self._named.setdefault((app_id, by, name), {})
        if by is By.ACCOUNT and reg_id not in owners and len(owners) >= facts.DEVICES_PER_ACCOUNT_MAX.value:
            # Assumed: it is the device that has had the account for longest that loses it.
            self.unname(app_id, by, name, next(iter(owners)))
        owners[reg_id] = None
        self._names_of_reg_id.setdefault((app_id, by, reg_id), {}).setdefault(name)

    def unname(self, app_id: str, by: By, name: str, reg_id: str) -> None:
        """Remove a name from a regId."""
        self._named.get((app_id, by, name), {}).pop(reg_id, None)
        self._names_of_reg_id.get((app_id, by, reg_id), {}).pop(name, None)

    def obey(self, command: SdkCommand, app_id: str) -> None:
        """Execute a command of the SDK."""
        if command.command in _NAME_COMMANDS:
            by, is_set = _NAME_COMMANDS[command.command]
            change = self.name if is_set else self.unname
            change(app_id, by, command.argument, command.reg_id)
        elif command.command == Command.PUSH_STATE:
            change_state = self.disabled.add if command.argument == "off" else self.disabled.discard
            change_state(command.reg_id)

    def _change_topic(self, call: XiaomiCall) -> Response:
        change = self.unname if "/unsubscribe" in call.request.path else self.name
        for reg_id in self.subscribers(call):
            for topic in call.values("topic"):
                change(call.app_id, By.TOPIC, topic, reg_id)
        return self._cloud.ok(None)

    def _names_of(self, call: XiaomiCall) -> Response:
        kind = _KINDS[call.request.path.split("/")[2]]
        found = (self.of(call.app_id, kind, reg_id) for reg_id in call.values("registration_id"))
        return self._cloud.ok({"list": list(dict.fromkeys(name for names in found for name in names))})
