from dataclasses import replace

import pytest
from msgspec import structs

from simulator.device.android.intent import Intent, parse_intent_uri
from simulator.device.android.intent_resolver import RESOLVE_ACTIVITY, resolve_activity
from simulator.device.app.manifest import Component, ComponentKind, DataSpec, IntentFilter, Manifest
from simulator.kernel.rule import Rulebook, Waiver
from simulator.push.reason import Reason

APPLICATION = "com.tencent.qcloud.tim.tuikit"
CODE = "com.tencent.qcloud.tim.demo"
GUIDE = IntentFilter(
    ("android.intent.action.VIEW",), (), (DataSpec("pushscheme", "com.tencent.qcloud.tim", path="/detail"),)
)
WITH_DEFAULT = replace(GUIDE, categories=("android.intent.category.DEFAULT",))
PAGE = Component(ComponentKind.ACTIVITY, f"{CODE}.chat.ChatActivity", exported=True, filters=(GUIDE,))
ADDRESS = "intent://com.tencent.qcloud.tim/detail#Intent;scheme=pushscheme;launchFlags=0x4000000;"
EXPLICIT = parse_intent_uri(f"{ADDRESS}component={APPLICATION}/{PAGE.name};end")
IMPLICIT = parse_intent_uri(f"{ADDRESS}end")


def app(*components: Component) -> Manifest:
    return Manifest(CODE, APPLICATION, components=components or (PAGE,))


def test_guides_component_opens_its_page():
    assert resolve_activity(EXPLICIT, app()).component is PAGE


def test_component_is_not_held_against_filters():
    assert resolve_activity(EXPLICIT, app(replace(PAGE, filters=()))).rule is None


@pytest.mark.parametrize(
    ("intent", "manifest", "rule", "reason"),
    [
        (
            structs.replace(EXPLICIT, component=(CODE, PAGE.name)),
            app(),
            "android.component_of_other_package",
            Reason.OTHER_PACKAGE,
        ),
        (
            structs.replace(EXPLICIT, component=(APPLICATION, f"{CODE}.Other")),
            app(),
            "android.activity_not_declared",
            Reason.NO_ACTIVITY,
        ),
        (
            EXPLICIT,
            app(replace(PAGE, kind=ComponentKind.SERVICE)),
            "android.activity_not_declared",
            Reason.NO_ACTIVITY,
        ),
        (EXPLICIT, app(replace(PAGE, enabled=False)), "android.activity_disabled", Reason.NO_ACTIVITY),
        (
            EXPLICIT,
            app(replace(PAGE, exported=False)),
            "android.activity_not_exported",
            Reason.ACTIVITY_NOT_EXPORTED,
        ),
        (IMPLICIT, app(), "android.category_default_missing", Reason.NO_ACTIVITY),
        (
            structs.replace(IMPLICIT, data="pushscheme://com.tencent.qcloud.tim/other"),
            app(replace(PAGE, filters=(WITH_DEFAULT,))),
            "android.no_filter_fits",
            Reason.NO_ACTIVITY,
        ),
        (
            IMPLICIT,
            app(replace(PAGE, filters=(WITH_DEFAULT,), enabled=False)),
            "android.no_filter_fits",
            Reason.NO_ACTIVITY,
        ),
        (
            structs.replace(IMPLICIT, package=CODE),
            app(replace(PAGE, filters=(WITH_DEFAULT,))),
            "android.component_of_other_package",
            Reason.OTHER_PACKAGE,
        ),
        (
            IMPLICIT,
            app(replace(PAGE, filters=(WITH_DEFAULT,), exported=False)),
            "android.activity_not_exported",
            Reason.ACTIVITY_NOT_EXPORTED,
        ),
    ],
)
def test_one_thing_wrong_gives_its_rule_and_reason(intent, manifest, rule, reason):
    resolution = resolve_activity(intent, manifest)
    assert resolution.component is None
    assert resolution.rule is not None
    assert (resolution.rule.name, resolution.reason) == (rule, reason)
    assert resolution.detail


def test_filter_with_default_takes_the_uri_without_component():
    page = replace(PAGE, filters=(WITH_DEFAULT,))
    assert resolve_activity(IMPLICIT, app(page)).component is page


def test_default_is_not_asked_for_when_it_is_not_needed():
    assert resolve_activity(IMPLICIT, app(), implicit_needs_default=False).component is PAGE


@pytest.mark.parametrize(
    ("one", "opens"),
    [
        (IntentFilter(("android.intent.action.VIEW",), ("android.intent.category.DEFAULT",)), True),
        (IntentFilter(("android.intent.action.VIEW",)), False),
        (WITH_DEFAULT, False),
    ],
)
def test_action_alone_opens_a_filter_with_default_and_without_data(one, opens):
    page = replace(PAGE, filters=(one,))
    assert (resolve_activity(Intent("android.intent.action.VIEW"), app(page)).component is page) is opens


def test_app_itself_reaches_pages_that_are_not_exported():
    page = replace(PAGE, exported=False)
    assert resolve_activity(EXPLICIT, app(page), from_outside=False).component is page


def test_exported_taker_goes_first_for_outsiders():
    hidden = replace(PAGE, name="Hidden", exported=False, filters=(WITH_DEFAULT,))
    page = replace(PAGE, filters=(WITH_DEFAULT,))
    assert resolve_activity(IMPLICIT, app(hidden, page)).component is page
    assert resolve_activity(IMPLICIT, app(hidden, page), from_outside=False).component is hidden


def test_alias_opens_the_activity_behind_it():
    alias = Component(ComponentKind.ACTIVITY_ALIAS, "Old", exported=True, target_activity=PAGE.name)
    intent = structs.replace(EXPLICIT, component=(APPLICATION, "Old"))
    assert resolve_activity(intent, app(alias, PAGE)).component is PAGE


def test_detail_says_what_the_filter_lacks():
    other = structs.replace(IMPLICIT, data="pushscheme://com.other/detail")
    assert resolve_activity(other, app()).detail == f"{PAGE.name} has no host com.other"
    assert resolve_activity(other, app(replace(PAGE, filters=()))).detail == "no activity has a filter for it"


@pytest.mark.parametrize(
    ("intent", "manifest", "what", "opened"),
    [
        (structs.replace(EXPLICIT, component=(CODE, PAGE.name)), app(), Reason.OTHER_PACKAGE, PAGE),
        (EXPLICIT, app(replace(PAGE, exported=False)), Reason.ACTIVITY_NOT_EXPORTED, replace(PAGE, exported=False)),
        (IMPLICIT, app(), "android.category_default_missing", PAGE),
        (structs.replace(EXPLICIT, component=(APPLICATION, "Other")), app(), Reason.NO_ACTIVITY, None),
    ],
)
def test_waived_rule_opens_what_it_can(intent, manifest, what, opened):
    rulebook = Rulebook(frozenset({Waiver(what, "bob_phone")}))
    waived = resolve_activity(intent, manifest, rulebook=rulebook, subject="bob_phone")
    assert (waived.rule, waived.component) == (None, opened)
    assert resolve_activity(intent, manifest, rulebook=rulebook, subject="other_phone").rule is not None


def test_rule_names_are_unique():
    names = [rule.name for rule in RESOLVE_ACTIVITY]
    assert len(set(names)) == len(names)
