"""The table of vivo's HTTP API, which all worlds share: a call knows the cloud that it asks."""

from collections.abc import Callable, Mapping

from simulator.cloud.vendor_cloud import Endpoint
from simulator.kernel.rule import Decision
from simulator.network.http import Response
from simulator.vendors.vivo import live, rules, sending, topics
from simulator.vendors.vivo.answers import changed_members, done
from simulator.vendors.vivo.call import AUTH, BROADCAST, LIVE_MESSAGE, PUSH_TO_LIST, TAG_PUSH, VivoCall

_BY_TAG = Decision("vivo.tag_push_fields", (*rules.PAYLOAD_FIELDS, topics.PUSH_EXPRESSION))


def _asked_by(fields: Decision[VivoCall], act: Callable[[VivoCall], Response]) -> Endpoint[VivoCall]:
    """Return an endpoint that sends nothing: it needs a token and valid fields."""
    return Endpoint(rules.TOKEN, fields, rules.NOTHING, act)


def _endpoints() -> Mapping[tuple[str, str], Endpoint[VivoCall]]:
    payload, task = rules.PAYLOAD_FIELDS, rules.TASK_CLASS_AND_QUOTA
    messages: Mapping[str, Endpoint[VivoCall]] = {
        AUTH: Endpoint(rules.AUTH, rules.NOTHING, rules.AUTH_METER, sending.auth),
        "/message/send": Endpoint(rules.SENDING, rules.SINGLE_FIELDS, rules.CLASS_AND_QUOTA, sending.send),
        "/message/saveListPayload": Endpoint(rules.TOKEN, payload, rules.PAYLOAD_METER, sending.save_payload),
        PUSH_TO_LIST: Endpoint(rules.SENDING, rules.LIST_FIELDS, task, sending.push_to_list),
        BROADCAST: Endpoint(rules.SENDING, payload, rules.BROADCAST_METER, sending.broadcast),
        TAG_PUSH: Endpoint(rules.SENDING, _BY_TAG, task, sending.push_by_tag),
        LIVE_MESSAGE: Endpoint(rules.SENDING, live.FIELDS, rules.LIVE_METER, sending.send_live),
        "/message/recycle": _asked_by(rules.RECALL_FIELDS, sending.recall),
        "/tag/add": _asked_by(topics.NAMED, done(topics.add_tag)),
        "/tag/update": _asked_by(topics.RENAMED, done(topics.update_tag)),
        "/tag/addMembers": _asked_by(topics.MEMBERS, lambda call: changed_members(call, joins=True)),
        "/tag/removeMembers": _asked_by(topics.MEMBERS, lambda call: changed_members(call, joins=False)),
        "/tagGroup/add": _asked_by(topics.GROUP_ADD, done(topics.add_group)),
        "/tagGroup/update": _asked_by(topics.GROUP_UPDATE, done(topics.update_group)),
        "/tagGroup/addToGroup": _asked_by(topics.GROUP_TAGS, done(topics.add_to_group)),
        "/tagSegment/add": _asked_by(topics.SEGMENT_ADD, done(topics.save_segment)),
        "/tagSegment/update": _asked_by(topics.SEGMENT_UPDATE, done(topics.save_segment)),
    }
    statistics = _asked_by(rules.STATISTICS_FIELDS, sending.statistics)
    return {("POST", path): one for path, one in messages.items()} | {("GET", "/report/getStatistics"): statistics}


ENDPOINTS = _endpoints()
"""By method and path."""
