"""Relations between users: friend lists and blocklists."""

from simulator.im import codes, rest_blocklists, rest_friends
from simulator.im.backends import RELATIONS
from simulator.im.rest_command import AdmissionCase, Service, admission
from simulator.kernel.rule import Decision

ADMISSION: Decision[AdmissionCase] = admission(
    "sns", not_admin=codes.RELATIONS_NEED_ADMIN, not_json=codes.RELATIONS_UNREADABLE
)
SERVICE = Service(ADMISSION, {**rest_friends.COMMANDS, **rest_blocklists.COMMANDS}, (RELATIONS,))
