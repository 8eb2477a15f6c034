"""What Meizu keeps for each pushId: the one alias, the tags, and the two switches."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from simulator.network.http import Response
from simulator.vendors.meizu import rules
from simulator.vendors.meizu.answers import accepted
from simulator.vendors.meizu.call import MeizuCall
from simulator.vendors.meizu.path import GET_OR_POST, Path

if TYPE_CHECKING:
    from simulator.cloud.registrations import Registrations

_NOTIFICATIONS, _PASS_THROUGH = "0", "1"


class Subscriptions:
    """All of them, of every app."""

    def __init__(self, registrations: "Registrations") -> None:
        """Look up in *registrations* whose pushId is whose."""
        self._registrations = registrations
        self._aliases: dict[str, str] = {}
        self._tags: dict[str, dict[str, None]] = {}
        self._tag_ids: dict[tuple[str, str], int] = {}
        self._off: dict[str, set[str]] = {}

    @property
    def paths(self) -> Iterator[Path]:
        """What can be asked about one pushId."""
        yield Path("/message/getRegisterSwitch", rules.SUBSCRIBER, self._read_switches, methods=GET_OR_POST)
        for name in ("changeRegisterSwitch", "changeAllSwitch"):
            yield Path(f"/message/{name}", rules.SWITCH, self._change_switch)
        yield Path("/message/subscribeAlias", rules.ALIAS, self._set_alias)
        yield Path("/message/unSubscribeAlias", rules.SUBSCRIBER, self._unset_alias)
        yield Path("/message/getSubAlias", rules.SUBSCRIBER, self._read_alias, methods=GET_OR_POST)
        yield Path("/message/subscribeTags", rules.SET_TAGS, self._set_tags)
        yield Path("/message/unSubscribeTags", rules.UNSET_TAGS, self._unset_tags)
        yield Path("/message/unSubAllTags", rules.SUBSCRIBER, self._unset_all_tags)
        yield Path("/message/getSubTags", rules.SUBSCRIBER, self._read_tags, methods=GET_OR_POST)

    # -- what the cloud asks ----------------------------------------------------------------------------------------

    def push_id_of(self, alias: str, app_id: str) -> str | None:
        """Return the pushId that has *alias* in the app; `None` for none."""
        for reg_id, own in self._aliases.items():
            registration = self._registrations.find(reg_id)
            if own == alias and registration is not None and registration.app_id == app_id:
                return reg_id
        return None

    def tags_of(self, reg_id: str) -> Mapping[str, None]:
        """Return the tags of one pushId, in the order in which they were set."""
        return self._tags.get(reg_id, {})

    def tags_of_app(self, app_id: str) -> frozenset[str]:
        """Return all tags that the app's phones have ever been given."""
        return frozenset(tag for owner, tag in self._tag_ids if owner == app_id)

    def is_switched_off(self, reg_id: str) -> bool:
        """Return whether notifications for *reg_id* are switched off."""
        return _NOTIFICATIONS in self._off.get(reg_id, ())

    # -- switches ---------------------------------------------------------------------------------------------------

    def _read_switches(self, call: MeizuCall) -> Response:
        reg_id = call.text("pushId")
        off = self._off.get(reg_id, set())
        switches = {"barTypeSwitch": int(_NOTIFICATIONS not in off), "directTypeSwitch": int(_PASS_THROUGH not in off)}
        return accepted({**switches, "pushId": reg_id})

    def _change_switch(self, call: MeizuCall) -> Response:
        is_all = call.request.path.endswith("changeAllSwitch")
        kinds = {_NOTIFICATIONS, _PASS_THROUGH} if is_all else {call.text("msgType") or _NOTIFICATIONS}
        off = self._off.setdefault(call.text("pushId"), set())
        if call.switch("subSwitch"):
            off -= kinds
        else:
            off |= kinds
        return self._read_switches(call)

    # -- the alias --------------------------------------------------------------------------------------------------

    def _set_alias(self, call: MeizuCall) -> Response:
        self._aliases[call.text("pushId")] = call.text("alias")
        return self._read_alias(call)

    def _unset_alias(self, call: MeizuCall) -> Response:
        self._aliases.pop(call.text("pushId"), None)
        return self._read_alias(call)

    def _read_alias(self, call: MeizuCall) -> Response:
        reg_id = call.text("pushId")
        return accepted({"pushId": reg_id, "alias": self._aliases.get(reg_id, "")})

    # -- tags -------------------------------------------------------------------------------------------------------

    def _set_tags(self, call: MeizuCall) -> Response:
        own = self._tags.setdefault(call.text("pushId"), {})
        for tag in call.values("tags"):
            own[tag] = None
            self._tag_ids.setdefault((call.app_id, tag), len(self._tag_ids) + 1)
        return self._read_tags(call)

    def _unset_tags(self, call: MeizuCall) -> Response:
        own = self._tags.get(call.text("pushId"), {})
        for tag in call.values("tags"):
            own.pop(tag, None)
        return self._read_tags(call)

    def _unset_all_tags(self, call: MeizuCall) -> Response:
        self._tags.pop(call.text("pushId"), None)
        return accepted(value=True)

    def _read_tags(self, call: MeizuCall) -> Response:
        reg_id = call.text("pushId")
        tags = [{"tagId": self._tag_ids[call.app_id, tag], "tagName": tag} for tag in self.tags_of(reg_id)]
        return accepted({"pushId": reg_id, "tags": tags})
