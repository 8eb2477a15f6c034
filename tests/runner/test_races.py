"""What becomes of a message in every order of the events that race for it: reports, kicks, logouts, switches, edits."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pytest

from simulator.runner.orders import DELIVERY, KILL, MESSAGE, PHONE, REPORT, REQUEST, Event, all_orders, app_runs
from simulator.scenario.step import Step
from simulator.scenario.steps.delete_certificate import DeleteCertificate
from simulator.scenario.steps.edit_certificate import EditCertificate
from simulator.scenario.steps.kick_user import KickUser
from simulator.scenario.steps.kill_app import KillApp
from simulator.scenario.steps.launch_app import LaunchApp
from simulator.scenario.steps.log_in import LogIn
from simulator.scenario.steps.log_in_elsewhere import LogInElsewhere
from simulator.scenario.steps.log_out import LogOut
from simulator.scenario.steps.renew_reg_id import RenewRegId
from simulator.scenario.steps.send_message import SendMessage
from simulator.scenario.steps.set_up import SetUp
from simulator.scenario.steps.wait import Wait
from simulator.vendors import VENDORS
from simulator.world.spec import AppSpec, ImSpec, WorldSpec

LOGGED_IN = (LaunchApp(phone=PHONE), LogIn(phone=PHONE, user="bob"))
BOUND = (SetUp(phone=PHONE, user="bob"),)
KILLED = (*BOUND, KillApp(phone=PHONE))

LOGOUT = Event("logout", (LogOut(phone=PHONE),), is_possible=app_runs)
LOGIN_AGAIN = Event("login again", (LogIn(phone=PHONE, user="bob"),), is_possible=app_runs)
CAROL = Event("carol logs in", (LogIn(phone=PHONE, user="carol"),), is_possible=app_runs)
KICK = Event("kick", (KickUser(user="bob"),))
START = Event("start", (LaunchApp(phone=PHONE),))
START_AND_LOGOUT = Event("start and logout", (LaunchApp(phone=PHONE), Wait(span=2_000), LogOut(phone=PHONE)))
NEW_REG_ID = Event("new regId", (RenewRegId(phone=PHONE),))
CERTIFICATE_DELETED = Event("certificate deleted", (DeleteCertificate(),))
SECRET_EDITED = Event("secret edited", (EditCertificate(),))
TEN_MINUTES = Event("ten minutes", (Wait(span=600_000),))
BOB_SENDS = Event("bob sends", (SendMessage(sender="bob", to="alice", text="hello"),), is_possible=app_runs)
OTHER_PHONE = Event("other phone", (SetUp(phone="new_phone", user="bob"), KillApp(phone="new_phone")))
WEB = Event("web", (LogInElsewhere(user="bob", platform="Web"),))
COMPUTER = Event("computer", (LogInElsewhere(user="bob", platform="Windows"),))


POLICIES = {
    **{policy: ImSpec(login_policy=policy) for policy in ("single", "dual", "triple", "multi")},
    "multi with two phones": ImSpec(login_policy="multi", phones_per_user=2),
}
GUIDES = {"vivo": "vivo_guide", "xiaomi": "xiaomi_guide", "oppo": "oppo_guide", "huawei": "huawei_guide"}


@dataclass(frozen=True)
class Race:
    """Events that race for a message to bob.

    Attributes:
        begin: What has happened before.
        apps: In turn; at a vendor that has a guide its app too.
        ims: Names and console settings, in turn.
    """

    events: tuple[Event, ...]
    begin: tuple[Step, ...]
    apps: tuple[str, ...] = ("careful", "flags_never_reset")
    ims: Mapping[str, ImSpec] = field(default_factory=lambda: {"": ImSpec()})


CAREFUL = ("careful",)
RACES: Mapping[str, Race] = {
    "kick_during_the_report": Race((REPORT, KICK, KILL, MESSAGE), LOGGED_IN),
    "logout_during_the_report": Race((REPORT, LOGOUT, KILL, MESSAGE), LOGGED_IN),
    "relogin": Race((LOGOUT, LOGIN_AGAIN, KILL, MESSAGE), (*LOGGED_IN, Wait(span=5_000))),
    "another_user_during_the_report": Race((REPORT, CAROL, KILL, MESSAGE), LOGGED_IN),
    "new_reg_id_on_the_way": Race((MESSAGE, REQUEST, DELIVERY, NEW_REG_ID, START), KILLED, CAREFUL),
    "logout_on_the_way": Race((MESSAGE, REQUEST, DELIVERY, START_AND_LOGOUT), KILLED, CAREFUL),
    "kick_on_the_way": Race((MESSAGE, REQUEST, DELIVERY, KICK), KILLED, CAREFUL),
    "certificate_deleted_on_the_way": Race((MESSAGE, REQUEST, DELIVERY, CERTIFICATE_DELETED), KILLED, CAREFUL),
    "certificate_edited_on_the_way": Race((MESSAGE, DELIVERY, SECRET_EDITED, TEN_MINUTES), KILLED, CAREFUL),
    "login_elsewhere": Race((OTHER_PHONE, WEB, COMPUTER, MESSAGE), KILLED, CAREFUL, POLICIES),
    "user_sig_that_runs_out": Race(
        (TEN_MINUTES, BOB_SENDS, KILL, MESSAGE),
        (LaunchApp(phone=PHONE), LogIn(phone=PHONE, user="bob", sig_life=60_000), Wait(span=10_000)),
        ("careful", "user_sig_never_renewed"),
    ),
}


def orders_of(race: Race, vendor: str) -> Iterator[tuple[str, str]]:
    """Yield whose orders they are, app and console, and what comes of them."""
    secret = next(one.name for one in VENDORS[vendor].form.fields if one.name.endswith("secret"))
    edit = replace(SECRET_EDITED, steps=(EditCertificate(values={secret: "another-secret"}),))
    events = [edit if event is SECRET_EDITED else event for event in race.events]
    apps = race.apps if race.apps is CAREFUL or vendor not in GUIDES else (*race.apps, GUIDES[vendor])
    for app in apps:
        for console, im in race.ims.items():
            world = WorldSpec(app=AppSpec(variant=app), im=im)
            lines = [one.text for one in all_orders(events, vendor, world=world, begin=race.begin)]
            yield f"{app}{', ' if console else ''}{console}", "\n".join(lines)


@pytest.mark.parametrize("name", RACES)
def test_what_comes_of_each_race_is_what_the_table_says(
    name: str, must_be_the_table: Callable[[str, str], None]
) -> None:
    sections: dict[str, dict[str, list[str]]] = {}
    for vendor in VENDORS:
        for whose, lines in orders_of(RACES[name], vendor):
            sections.setdefault(lines, {}).setdefault(whose, []).append(vendor)
    table = "\n\n".join(
        "\n".join([*(f"# {whose}: {', '.join(vendors)}" for whose, vendors in found.items()), lines])
        for lines, found in sections.items()
    )
    must_be_the_table(f"races/{name}.txt", f"{table}\n")
