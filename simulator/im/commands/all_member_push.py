"""Pushes to all users, and the attributes and tags by which some of them are chosen."""

from simulator.im import codes
from simulator.im.backends import PUSHES
from simulator.im.rest_audience import COMMANDS
from simulator.im.rest_command import AdmissionCase, Command, Service, admission
from simulator.im.rest_push_tasks import IM_PUSH, im_push
from simulator.kernel.rule import Decision

ADMISSION: Decision[AdmissionCase] = admission(
    "all_member_push", not_admin=codes.OPENIM_NEEDS_ADMIN, not_json=codes.JSON_PARSE_FAILED
)
SERVICE = Service(ADMISSION, {"im_push": Command(IM_PUSH, im_push), **COMMANDS}, (PUSHES,))
