"""What holds for every vendor on the shelf."""

import ast
import re
from pathlib import Path

import pytest

import simulator.vendors
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.trace import Kind, Outcome
from simulator.kernel.units import DAY_MS, HOUR_MS
from simulator.network.faults import FaultKind
from simulator.network.http import Request, Response
from simulator.push.click import ClickKind
from simulator.push.journey import PUSH_HOPS, TOKEN_HOPS, Hop
from simulator.push.reason import Reason
from simulator.push.rejection import Rejection
from simulator.vendors import VENDORS
from simulator.world.catalogue import catalogue
from simulator.world.spec import CertificateSpec, ClickSpec, PhoneSpec, VendorAppSpec
from simulator.world.world import World
from tests.factories import a_message, bound_phone, healthy_world, hops, killed, new_world, reg_id_of, send, tap

FOLDER = Path(simulator.vendors.__file__).parent
FILES = {
    *("__init__.py", "README.md", "models.json"),
    *("cloud.py", "demo.py", "facts.py", "rejections.py", "sdk.py", "sender.py"),
}
ALL_FIELDS = [(name, field) for name in VENDORS for field in VENDORS[name].form.fields]
FIELDS = [(name, field.name) for name, field in ALL_FIELDS if field.is_sent]
UNSENT = [(name, field.name) for name, field in ALL_FIELDS if not field.is_sent]

each_vendor = pytest.mark.parametrize("vendor", VENDORS)


def away(vendor: str, **spec: object) -> World:
    """Return a healthy world whose app has been swiped away."""
    world = healthy_world(vendor, **spec)
    killed(world)
    return world


# -- the way of a push ------------------------------------------------------------------------------------------------


@each_vendor
def test_message_to_a_killed_app_is_shown(vendor):
    world = away(vendor)
    assert send(world, a_message("lunch?", title="alice")).text == "shown"
    [shown] = world.phone("bob_phone").notifications.shade
    assert (shown.title, shown.text) == ("alice", "lunch?")
    assert not world.phone("bob_phone").app.is_running
    world.check_conservation()


@each_vendor
def test_hops_of_token_and_push_come_in_order(vendor):
    world = away(vendor)
    send(world)
    path = [one for one in world.trace if one.kind is Kind.HOP]
    # The first report, right after the login, may still find no regId.
    token = dict.fromkeys(one.name for one in path if one.push_id is None and one.outcome is Outcome.OK)
    assert list(token) == list(TOKEN_HOPS)
    push = [one for one in path if one.push_id is not None]
    assert [(one.name, one.outcome) for one in push] == [(hop, Outcome.OK) for hop in PUSH_HOPS]


@each_vendor
def test_every_rule_that_a_trace_names_is_in_the_catalogue(vendor):
    world = away(vendor)
    send(world)
    tap(world)
    named = {one.rule for one in world.trace if one.rule}
    assert named
    assert named <= set(catalogue())


@each_vendor
def test_notification_has_the_default_title_and_the_phones_own_sound(vendor):
    world = away(vendor)
    send(world, a_message(title=""))
    [posted] = hops(world, Hop.POSTED)
    assert (posted.data["title"], posted.data["sound"]) == ("a new message", "default")
    assert (posted.data["key"].split("|")[1], posted.data["is_update"]) == (posted.data["package"], False)


@each_vendor
def test_message_for_a_phone_without_network_waits_and_is_shown_later(vendor):
    world = away(vendor)
    phone = world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    verdict = send(world)
    assert (verdict.text, verdict.hop, verdict.reason) == ("pending", Hop.DISPATCHED, Reason.DEVICE_OFFLINE)
    world.check_conservation()
    world.run_for(12 * HOUR_MS)
    phone.set_network(NetworkKind.WIFI)
    world.run_for(1_000)
    assert world.verdict(verdict.push_id).text == "shown"
    world.check_conservation()


@each_vendor
def test_message_for_a_phone_that_stays_away_expires(vendor):
    world = away(vendor)
    world.phone("bob_phone").set_network(NetworkKind.OFF)
    verdict = send(world, within_ms=40 * DAY_MS)
    assert (verdict.text, verdict.hop) == ("ttl_expired", Hop.DISPATCHED)
    world.phone("bob_phone").set_network(NetworkKind.WIFI)
    world.run_for(1_000)
    assert world.phone("bob_phone").notifications.shade == ()
    world.check_conservation()


@each_vendor
def test_waived_ttl_lets_the_old_message_through(vendor):
    world = away(vendor, waived=Reason.TTL_EXPIRED)
    world.phone("bob_phone").set_network(NetworkKind.OFF)
    verdict = send(world, within_ms=40 * DAY_MS)
    world.phone("bob_phone").set_network(NetworkKind.WIFI)
    world.run_for(1_000)
    assert world.verdict(verdict.push_id).text == "shown"


# -- refusals ---------------------------------------------------------------------------------------------------------


def wrong_field(vendor: str, field: str, waived: str = "") -> World:
    """Return a world whose certificate has one field that the vendor does not know."""
    right = VENDORS[vendor].credentials(lambda count: "1" * count)
    return away(
        vendor,
        waived=waived,
        certificates={vendor: CertificateSpec(values={**right, field: "99999999"})},
        vendor_apps={vendor: VendorAppSpec(values=right)},
    )


@pytest.mark.parametrize(("vendor", "field"), FIELDS)
def test_wrong_field_of_the_certificate_is_refused_by_a_rule(vendor, field):
    world = wrong_field(vendor, field)
    verdict = send(world)
    assert verdict.reason in {
        Reason.AUTH_REFUSED,
        Reason.INVALID_REQUEST,
        Reason.REG_ID_INVALID,
        Reason.MESSAGE_CLASS_LIMITED,
        Reason.CHANNEL_MISSING,
    }
    # Only the phone knows which channels there are.
    assert verdict.reason is Reason.CHANNEL_MISSING or isinstance(catalogue()[verdict.rule].thing.answer, Rejection)
    world.check_conservation()
    assert send(wrong_field(vendor, field, verdict.reason)).text == "shown"


@pytest.mark.parametrize(("vendor", "field"), UNSENT)
def test_wrong_field_that_im_does_not_send_goes_unnoticed(vendor, field):
    assert send(wrong_field(vendor, field)).text == "shown"


@each_vendor
@pytest.mark.parametrize("is_waived", [False, True])
def test_unknown_reg_id_is_invalid(vendor, is_waived):
    world = away(vendor, waived=Reason.REG_ID_INVALID if is_waived else "")
    binding = world.im.bindings.find("bob", "bob_phone")
    assert binding is not None
    binding.token = "1" * len(binding.token)
    verdict = send(world)
    assert verdict.text == ("shown" if is_waived else "reg_id_invalid")
    world.check_conservation()


@each_vendor
@pytest.mark.parametrize("how", ["uninstall", "clear_data", "reinstall"])
def test_reg_id_of_an_app_that_has_gone_is_invalid(vendor, how):
    world = away(vendor)
    phone = world.phone("bob_phone")
    getattr(phone, how)()
    world.clouds[vendor].app_removed(phone.name, phone.app.package)
    assert send(world).text == "reg_id_invalid"


@each_vendor
def test_reinstalled_app_gets_another_reg_id_and_is_reached_by_it(vendor):
    world = away(vendor)
    old = reg_id_of(world)
    phone = world.phone("bob_phone")
    phone.reinstall()
    world.clouds[vendor].app_removed(phone.name, phone.app.package)
    bound_phone(world)
    killed(world)
    assert reg_id_of(world) != old
    assert send(world).text == "shown"


@each_vendor
def test_fixed_reg_id_is_the_one_that_is_issued(vendor):
    world = healthy_world(vendor, phones={"bob_phone": PhoneSpec(reg_id="fixed-reg-id")})
    assert reg_id_of(world) == "fixed-reg-id"


@each_vendor
def test_unknown_path_is_refused_and_recorded(vendor):
    world = new_world(vendor)
    cloud = world.clouds[vendor]
    for host in cloud.hosts:
        assert world.hosts.handle(Request("POST", host, "/no/such/path")).status >= 400
    assert [one.name for one in world.trace if one.actor == cloud.actor] == ["endpoint_unknown"] * len(cloud.hosts)


@each_vendor
def test_vendors_own_fault_is_http_5xx(vendor):
    assert new_world(vendor).clouds[vendor].server_error().status >= 500


@each_vendor
@pytest.mark.parametrize(("magic", "reason"), [("pushsim-refuse-77777", None), ("pushsim-http-500", "vendor_fault")])
def test_magic_reg_id_forces_the_answer_and_proves_nothing(vendor, magic, reason):
    world = away(vendor)
    binding = world.im.bindings.find("bob", "bob_phone")
    assert binding is not None
    binding.token = magic
    verdict = send(world)
    # IM, which is told so, ends the push; the vendor has neither taken nor refused it.
    assert (verdict.hop, verdict.rule) == (Hop.PUSH_REQUESTED, "")
    assert reason in {None, verdict.reason}
    cloud = world.clouds[vendor].actor
    [forced] = [one for one in world.trace if one.actor == cloud and one.kind is Kind.FAULT]
    assert (forced.name, *forced.data.values()) == ("forced", int(magic.rpartition("-")[2]))
    assert not [one for one in world.trace if one.actor == cloud and one.kind is Kind.HOP]
    world.check_conservation()


# -- taps -------------------------------------------------------------------------------------------------------------


@each_vendor
def test_tap_opens_the_app_and_brings_the_ext(vendor):
    world = away(vendor)
    send(world, a_message(ext='{"ext":"42"}'))
    handled = tap(world)
    assert (handled.outcome, handled.data["is_launcher"]) == (Outcome.OK, True)
    assert "42" in handled.data["ext"]
    assert world.phone("bob_phone").notifications.shade == ()


@each_vendor
def test_tap_on_a_message_without_ext_brings_none(vendor):
    world = away(vendor)
    send(world, a_message(ext='{"ext":"42"}'))
    tap(world)
    killed(world)
    send(world)
    assert tap(world).data["ext"] is None


@each_vendor
def test_tap_opens_the_web_page_and_leaves_the_ext_out(vendor):
    page = CertificateSpec(on_click=ClickSpec(url="https://cloud.tencent.com/document/product/269"))
    world = away(vendor, certificates={vendor: page})
    send(world, a_message(ext='{"ext":"42"}'))
    handled = tap(world)
    assert handled.data["activity"] == "https://cloud.tencent.com/document/product/269"
    assert handled.data["ext"] is None


CHAT = "com.example.chat.ChatActivity"
PAGES = {
    ClickKind.INTENT: f"intent:#Intent;component=com.example.chat/{CHAT};end",
    ClickKind.ACTIVITY: CHAT,
}


@each_vendor
def test_tap_opens_the_page_in_each_form_that_the_vendor_offers(vendor):
    kinds = sorted(VENDORS[vendor].form.pages & set(PAGES))
    assert kinds
    for kind in kinds:
        click = ClickSpec(**{kind: PAGES[kind]})
        world = away(vendor, certificates={vendor: CertificateSpec(on_click=click)})
        send(world, a_message(ext='{"ext":"42"}'))
        handled = tap(world)
        assert (handled.outcome, handled.data["activity"]) == (Outcome.OK, CHAT)
        assert "42" in handled.data["ext"]


NOWHERE = {
    ClickKind.INTENT: "intent:#Intent;component=com.example.chat/com.example.chat.Nobody;end",
    ClickKind.ACTIVITY: "com.example.chat.Nobody",
    ClickKind.ACTION: "com.example.NOBODY",
}


@each_vendor
def test_tap_on_a_page_that_is_not_there_opens_nothing_in_each_form(vendor):
    for kind in sorted(VENDORS[vendor].form.pages):
        world = away(vendor, certificates={vendor: CertificateSpec(on_click=ClickSpec(**{kind: NOWHERE[kind]}))})
        assert send(world).text == "shown"
        handled = tap(world)
        assert (handled.outcome, handled.reason) == (Outcome.REFUSED, Reason.NO_ACTIVITY)
        assert not world.phone("bob_phone").app.is_running


# -- determinism ------------------------------------------------------------------------------------------------------


def lines(vendor: str, seed: int) -> list[str]:
    world = away(vendor, seed=seed)
    for _ in range(3):
        send(world)
    tap(world)
    return list(world.trace.to_json_lines())


@each_vendor
def test_same_seed_gives_the_same_trace_and_another_seed_another_one(vendor):
    first = lines(vendor, 1)
    assert lines(vendor, 1) == first
    assert lines(vendor, 2) != first


@each_vendor
def test_one_more_phone_shifts_nobody_elses_reg_id(vendor):
    alone = healthy_world(vendor)
    together = new_world(vendor)
    together.phone("carol_phone")
    bound_phone(together)
    assert reg_id_of(together) == reg_id_of(alone)


# -- the folder -------------------------------------------------------------------------------------------------------


@each_vendor
def test_folder_has_the_files_of_every_vendor(vendor):
    assert {path.name for path in VENDORS.folder(vendor).iterdir() if path.is_file()} >= FILES


@each_vendor
def test_readme_says_of_each_module_what_it_holds(vendor):
    folder = VENDORS.folder(vendor)
    rows = (folder / "README.md").read_text("utf-8").partition("\n| file | holds |\n")[2].partition("\n\n")[0]
    named = re.findall(r"`(\w+\.py)`", "".join(row.split("|")[1] for row in rows.splitlines()))
    assert sorted(named) == sorted(path.name for path in folder.glob("*.py") if path.name != "__init__.py")


@each_vendor
@pytest.mark.parametrize(
    "body", [b'{"a": "\xff"}', b"[" * 100_000, b"messages=" + b"[" * 100_000], ids=["utf8", "deep", "form"]
)
def test_no_endpoint_breaks_down_over_a_body_that_cannot_be_read(vendor, body):
    cloud = new_world(vendor).clouds[vendor]
    for method, path in cloud.endpoints:
        assert isinstance(cloud.handle(Request(method, cloud.hosts[0], path, "", (), body)), Response), path


PHONE_SIDE = ("sdk.py", "sdk_rules.py", "demo.py", "push_service.py", "manifest.py", "ups.py", "rom.py")
OTHER_SIDES = {"__init__.py", "facts.py", "rejections.py", "codes.py", "sender.py", *PHONE_SIDE}
CLOUD_SIDE = ("every other module of the folder",)
READ_BY_THE_CLOUD = ("{}.cloud", "{}.call", "{}.rules", "{}.rejections")


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


@each_vendor
@pytest.mark.parametrize(
    ("files", "banned"),
    [
        (CLOUD_SIDE, ("device", "im", "customer", "{}.sender", "{}.sdk", "{}.demo")),
        (("sender.py",), ("device", "cloud", "customer", *READ_BY_THE_CLOUD)),
        (PHONE_SIDE, ("cloud", "im", "{}.sender", *READ_BY_THE_CLOUD)),
        (("facts.py", "rejections.py", "codes.py"), ("device", "cloud", "im", "network", "world", "scenario")),
    ],
)
def test_two_readings_of_one_document_do_not_look_at_each_other(vendor, files, banned):
    package = type(VENDORS[vendor].demo).__module__.rpartition(".")[0]
    paths = [
        path for path in VENDORS.folder(vendor).glob("*.py") if (path.name in OTHER_SIDES) is (files is not CLOUD_SIDE)
    ]
    for path in paths if files is CLOUD_SIDE else [path for path in paths if path.name in files]:
        for one in banned:
            folder = one.format(package) if "{}" in one else f"simulator.{one}"
            assert not [each for each in imported(path) if each == folder or each.startswith(f"{folder}.")], path


def test_no_module_outside_the_vendors_folders_tells_vendors_apart():
    for path in FOLDER.parent.rglob("*.py"):
        # An app variant is the customer's code, which may well have such a branch.
        if FOLDER in path.parents or "variants" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Compare | ast.MatchValue):
                compared = {each.value for each in ast.walk(node) if isinstance(each, ast.Constant)}
                assert not compared & set(VENDORS), f"{path}:{node.lineno}"


# -- refusals on demand ------------------------------------------------------------------------------------------------


@each_vendor
def test_each_code_on_demand_ends_a_push_for_the_reason_that_im_reads_in_it(vendor: str) -> None:
    """Whatever the code, the answer is readable, and what a scenario may expect is known before it is asked for."""
    ended, expected = {}, {}
    for code in map(int, VENDORS[vendor].codes.refusals):
        world = away(vendor)
        send(world)
        expected[code] = world.im.delivery.senders[vendor].reason_of(code)
        # More than one: a vendor whose token is refused is asked for a new one.
        world.network.link("im", vendor).fail_next(FaultKind.SERVER_ERROR, 4, code=code, reason=expected[code])
        ended[code] = send(world).reason
    assert ended == expected


@each_vendor
def test_no_code_of_success_can_be_demanded_as_a_refusal(vendor: str) -> None:
    codes = VENDORS[vendor].codes
    assert codes.refusals
    assert not codes.refusals.keys() & {str(code.number) for code in codes.server if code.is_success}
    assert any(code.is_success for code in codes.server)
