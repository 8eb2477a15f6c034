"""Which activity of an app an intent opens, and why none."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import msgspec

from simulator.device.android.intent import Intent
from simulator.device.android.intent_filter import CATEGORY_DEFAULT, Wanted, mismatch
from simulator.device.app.manifest import ACTIVITIES, Component, Manifest
from simulator.kernel.rule import Decision, Rule, Rulebook
from simulator.kernel.source import Source
from simulator.push.reason import Reason


class ResolutionCase(msgspec.Struct, frozen=True):
    """What a resolution looks at.

    Attributes:
        package: Application id that the intent names; empty for none.
        from_outside: Whether another app or the system asks.
        found: The activity that is named, or whose filter takes the intent.
        nearly: One whose filter would take it but for category DEFAULT.
    """

    intent: Intent
    manifest: Manifest
    package: str
    from_outside: bool
    found: Component | None
    nearly: Component | None

    @property
    def class_name(self) -> str:
        """Class that the intent names; empty for none."""
        return self.intent.component[1] if self.intent.component else ""


class Resolution(msgspec.Struct, frozen=True):
    """What an intent opens.

    Attributes:
        component: The activity, for an alias the one behind it. `None` for a no, or where a no was waived and there is
            still nothing to open.
        rule: What said no.
        detail: For people, why it did.
    """

    component: Component | None
    rule: Rule[ResolutionCase] | None = None
    detail: str = ""

    @property
    def reason(self) -> Reason | None:
        """The word for the no."""
        return Reason(self.rule.reason) if self.rule else None


_GUIDE = Source("vivo guide", "click event, open a page", ("V09",))

RESOLVE_ACTIVITY: Decision[ResolutionCase] = Decision(
    "android.resolve_activity",
    (
        Rule(
            "android.component_of_other_package",
            Reason.OTHER_PACKAGE,
            lambda case: case.package not in {"", case.manifest.application_id},
            _GUIDE,
        ),
        Rule(
            "android.activity_not_declared",
            Reason.NO_ACTIVITY,
            lambda case: bool(case.class_name) and case.found is None,
            _GUIDE,
        ),
        Rule(
            "android.category_default_missing",
            Reason.NO_ACTIVITY,
            lambda case: case.found is None and case.nearly is not None,
            Source("Android developer guide", "intents and filters, category test", ("V09", "O05")),
        ),
        Rule(
            "android.no_filter_fits",
            Reason.NO_ACTIVITY,
            lambda case: not case.class_name and case.found is None and case.nearly is None,
            Source("Android developer guide", "intents and filters, intent resolution", ("V09", "O05")),
        ),
        Rule(
            "android.activity_disabled",
            Reason.NO_ACTIVITY,
            lambda case: case.found is not None and not case.found.enabled,
            Source("Android developer guide", "activity element, android:enabled"),
        ),
        Rule(
            "android.activity_not_exported",
            Reason.ACTIVITY_NOT_EXPORTED,
            lambda case: case.from_outside and case.found is not None and not case.found.exported,
            Source("Android developer guide", "activity element, android:exported"),
        ),
        Rule(
            "android.activity_guarded",
            Reason.ACTIVITY_GUARDED,
            lambda case: case.from_outside and case.found is not None and bool(case.found.permission),
            Source("Android developer guide", "activity element, android:permission"),
        ),
    ),
)


def resolve_activity(
    intent: Intent,
    manifest: Manifest,
    *,
    from_outside: bool = True,
    implicit_needs_default: bool = True,
    rulebook: Rulebook | None = None,
    subject: str | None = None,
) -> Resolution:
    """Return what `startActivity` opens in the app of *manifest*.

    Other apps on the phone are not looked at.

    Args:
        intent: What to open.
        manifest: Of the app that should have it.
        from_outside: Whether another app or the system asks, which only reaches exported activities.
        implicit_needs_default: Whether a filter needs category DEFAULT, as `startActivity` has it.
        rulebook: Asked for waivers.
        subject: Whom those are for: the phone.

    Source:
        vivo guide, click event (V09), and Android developer guide, intents and filters; grade: documented.
    """
    case = _case(intent, manifest, from_outside=from_outside, needs_default=implicit_needs_default)
    rule = (rulebook or Rulebook()).first_no(RESOLVE_ACTIVITY, case, subject)
    if rule is not None:
        return Resolution(None, rule, _DETAILS[rule.name](case))
    return Resolution(_behind(case.found or case.nearly, manifest))


def _case(intent: Intent, manifest: Manifest, *, from_outside: bool, needs_default: bool) -> ResolutionCase:
    if intent.component is not None:
        package, class_name = intent.component
        return ResolutionCase(intent, manifest, package, from_outside, manifest.activity(class_name), None)
    wanted = Wanted(intent.action, intent.categories, intent.parts, intent.mime_type)
    nearly = _first_taker(manifest, wanted, exported_first=from_outside)
    if needs_default:
        wanted = replace(wanted, categories=(*intent.categories, CATEGORY_DEFAULT))
    found = _first_taker(manifest, wanted, exported_first=from_outside)
    return ResolutionCase(intent, manifest, intent.package, from_outside, found, nearly)


def _first_taker(manifest: Manifest, wanted: Wanted, *, exported_first: bool) -> Component | None:
    # Differs: where several fit Android asks the user; here the first of the manifest is taken.
    takers = [
        component
        for component in manifest.components
        if component.kind in ACTIVITIES
        and component.enabled
        and any(mismatch(one, wanted) is None for one in component.filters)
    ]
    exported = [component for component in takers if component.exported] if exported_first else takers
    return next(iter(exported or takers), None)


def _behind(component: Component | None, manifest: Manifest) -> Component | None:
    """Return the activity behind an alias, anything else as it is."""
    if component is None or not component.target_activity:
        return component
    return manifest.activity(component.target_activity)


def _filters_text(case: ResolutionCase) -> str:
    """Say of each filter why it does not take the intent, at most three."""
    wanted = Wanted(case.intent.action, case.intent.categories, case.intent.parts, case.intent.mime_type)
    misses = [
        f"{component.name} has {mismatch(one, wanted)}"
        for component in case.manifest.components
        if component.kind in ACTIVITIES and component.enabled
        for one in component.filters
        if not one.is_launcher
    ]
    return "; ".join(misses[:3]) or "no activity has a filter for it"


_DETAILS: Mapping[str, Callable[[ResolutionCase], str]] = {
    "android.component_of_other_package": lambda case: (
        f'"{case.package}" is not the application id of the app, {case.manifest.application_id}'
    ),
    "android.activity_not_declared": lambda case: f"the manifest declares no activity {case.class_name}",
    "android.category_default_missing": lambda case: (
        f"the filter of {case.nearly.name if case.nearly else ''} has no category {CATEGORY_DEFAULT}"
    ),
    "android.no_filter_fits": _filters_text,
    "android.activity_disabled": lambda case: f"{case.found.name if case.found else ''} is disabled",
    "android.activity_not_exported": lambda case: f"{case.found.name if case.found else ''} is not exported",
    "android.activity_guarded": lambda case: (
        f"{case.found.name} demands {case.found.permission} of whoever opens it" if case.found else ""
    ),
}
"""What to tell people, by rule."""
