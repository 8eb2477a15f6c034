"""AndroidManifest.xml as frozen values: what an app declares, and what Android would not install."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from simulator.device.app.manifest_xml import Element, ManifestFault, read_xml
from simulator.kernel.source import Fact, Source

__all__ = [
    "ACTIVITIES",
    "COMPONENTS_MAX",
    "Component",
    "ComponentKind",
    "DataSpec",
    "IntentFilter",
    "LaunchMode",
    "Manifest",
    "ManifestFault",
    "install_fault",
    "parse_manifest",
]

COMPONENTS_MAX = 10_000

MIN_SDK_DEFAULT = Fact("android.min_sdk_default", 1, Source("Android developer guide", "uses-sdk element"))
"""`minSdkVersion` of a manifest without one; `targetSdkVersion` then follows `minSdkVersion`."""
EXPORTED_REQUIRED_API = Fact(
    "android.exported_required_api", 31, Source("Android developer guide", "Android 12 behavior changes, exported")
)
"""From this target on, on phones from this level on, a component with a filter must say whether it is exported."""
PROVIDER_EXPORTED_TARGET_MAX = Fact(
    "android.provider_exported_target_max", 16, Source("Android developer guide", "provider element")
)
"""Up to this target a provider is exported unless it says otherwise."""

_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NO_PLACEHOLDERS: Mapping[str, str] = MappingProxyType({})


class ComponentKind(StrEnum):
    """What Android can start; each value is the name of the manifest's element."""

    ACTIVITY = "activity"
    ACTIVITY_ALIAS = "activity-alias"
    SERVICE = "service"
    RECEIVER = "receiver"
    PROVIDER = "provider"


ACTIVITIES = frozenset({ComponentKind.ACTIVITY, ComponentKind.ACTIVITY_ALIAS})
"""What `startActivity` opens."""

_KINDS = {kind.value: kind for kind in ComponentKind}


class LaunchMode(StrEnum):
    """What starting an activity does when it is there already."""

    STANDARD = "standard"
    SINGLE_TOP = "singleTop"
    SINGLE_TASK = "singleTask"
    SINGLE_INSTANCE = "singleInstance"
    SINGLE_INSTANCE_PER_TASK = "singleInstancePerTask"


_LAUNCH_MODES = {mode.value: mode for mode in LaunchMode} | {str(n): mode for n, mode in enumerate(LaunchMode)}
"""By name, and by the number that a built app holds."""


@dataclass(frozen=True, slots=True)
class DataSpec:
    """One `<data>` of a filter; `None` for an attribute that it has not."""

    scheme: str | None = None
    host: str | None = None
    port: str | None = None
    path: str | None = None
    path_prefix: str | None = None
    path_pattern: str | None = None
    path_suffix: str | None = None
    path_advanced_pattern: str | None = None
    mime_type: str | None = None


@dataclass(frozen=True, slots=True)
class IntentFilter:
    """Which intents a component takes."""

    actions: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    data: tuple[DataSpec, ...] = ()

    @property
    def is_launcher(self) -> bool:
        """Whether the home screen starts the activity by this filter."""
        return "android.intent.action.MAIN" in self.actions and "android.intent.category.LAUNCHER" in self.categories


@dataclass(frozen=True, slots=True)
class Component:
    """An activity, alias, service, receiver or provider.

    Attributes:
        name: Full class name.
        exported: Whether others than the app itself may start it; Android's default where the manifest is silent.
        enabled: Both itself and its application.
        permission: What a caller must hold, by itself or by its application; empty for nothing.
        process: Full name of the process it runs in.
        target_activity: Full class name of the activity behind an alias; empty for all else.
    """

    kind: ComponentKind
    name: str
    exported: bool
    exported_is_explicit: bool = True
    enabled: bool = True
    permission: str = ""
    process: str = ""
    launch_mode: LaunchMode = LaunchMode.STANDARD
    target_activity: str = ""
    filters: tuple[IntentFilter, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an app declares.

    Attributes:
        package: Code package, which completes short class names.
        application_id: What Android knows the app by: the package, unless the build sets another.
        permissions: Those it uses (`uses-permission`).
        declared_permissions: Protection level of each permission that it defines itself (`permission`).
        meta_data: Values of the application's own `meta-data`; a resource stands as it is written.
        launcher: The first enabled activity with a filter for `MAIN` and `LAUNCHER`.
    """

    package: str
    application_id: str
    permissions: frozenset[str] = frozenset()
    declared_permissions: Mapping[str, str] = field(default_factory=dict, hash=False)
    meta_data: Mapping[str, str] = field(default_factory=dict, hash=False)
    components: tuple[Component, ...] = ()
    target_sdk: int = MIN_SDK_DEFAULT.value
    min_sdk: int = MIN_SDK_DEFAULT.value
    launcher: Component | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find the launcher, which every start of the app asks for."""
        object.__setattr__(self, "launcher", _launcher_in(self.components))

    def component(self, name: str, kind: ComponentKind | None = None) -> Component | None:
        """Return the component of full class name *name*, of *kind* if one is given."""
        for component in self.components:
            if component.name == name and (kind is None or component.kind is kind):
                return component
        return None

    def activity(self, name: str) -> Component | None:
        """Return the activity or alias of full class name *name*."""
        return self.component(name, ComponentKind.ACTIVITY) or self.component(name, ComponentKind.ACTIVITY_ALIAS)

    def receivers_of(self, action: str) -> tuple[Component, ...]:
        """Return the enabled receivers with a filter for *action*, in the order of the manifest."""
        return tuple(
            component
            for component in self.components
            if component.kind is ComponentKind.RECEIVER
            and component.enabled
            and any(action in one.actions for one in component.filters)
        )


def _launcher_in(components: Iterable[Component]) -> Component | None:
    for component in components:
        if component.kind in ACTIVITIES and component.enabled and any(one.is_launcher for one in component.filters):
            return component
    return None


def parse_manifest(text: str, placeholders: Mapping[str, str] = _NO_PLACEHOLDERS) -> Manifest:
    """Read AndroidManifest.xml.

    Args:
        text: The file's content, as in the source tree or merged.
        placeholders: Value of each `${name}`. `applicationId` is also what Android knows the app by.

    Returns:
        The same object for the same arguments, as long as it is remembered.

    Raises:
        ManifestFault: Not XML, hostile, or something that Android's tools refuse; with line and column.
    """
    return _parsed(text, tuple(sorted(placeholders.items())))


@lru_cache(maxsize=128)
def _parsed(text: str, placeholders: tuple[tuple[str, str], ...]) -> Manifest:
    given = dict(placeholders)
    root = read_xml(text, given)
    if root.name != "manifest":
        raise root.fault(f'the root element is "{root.name}"; it must be "manifest"')
    package = root.get("package") or given.get("applicationId", "")
    if not package:
        raise root.fault('no "package", and the build gives no applicationId')
    application_id = given.get("applicationId") or package
    min_sdk, target_sdk = _sdk_levels(root)
    applications = list(root.named("application"))
    if len(applications) > 1:
        raise applications[1].fault('a manifest has one "application"')
    application = applications[0] if applications else Element("application", root.line, root.column)
    context = _Application(application, package, application_id, target_sdk)
    return Manifest(
        package=package,
        application_id=application_id,
        permissions=frozenset(_permissions(root)),
        declared_permissions=_unique(root.named("permission"), lambda one: one.get("protectionLevel") or "normal"),
        meta_data=_unique(application.named("meta-data"), _meta_value),
        components=context.components(),
        target_sdk=target_sdk,
        min_sdk=min_sdk,
    )


def _permissions(root: Element) -> Iterable[str]:
    return (_name_of(one) for name in ("uses-permission", "uses-permission-sdk-23") for one in root.named(name))


def _sdk_levels(root: Element) -> tuple[int, int]:
    min_sdk, target_sdk = MIN_SDK_DEFAULT.value, None
    for one in root.named("uses-sdk"):
        min_sdk = _level(one, "minSdkVersion") or min_sdk
        target_sdk = _level(one, "targetSdkVersion") or target_sdk
    return min_sdk, min_sdk if target_sdk is None else target_sdk


def _level(element: Element, attribute: str) -> int | None:
    value = element.get(attribute)
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 5):
        raise element.fault(f'android:{attribute} is "{value}"; it must be an API level, such as 30')
    return int(value)


def _name_of(element: Element) -> str:
    name = element.get("name")
    if not name:
        raise element.fault(f'"{element.name}" without android:name')
    return name


def _meta_value(element: Element) -> str:
    attributes = element.attributes
    value = attributes.get("value", attributes.get("resource"))
    if value is None:
        raise element.fault(f'meta-data "{element.get("name")}" has neither android:value nor android:resource')
    return value


def _unique(elements: Iterable[Element], value_of: Callable[[Element], str]) -> Mapping[str, str]:
    """Return the value of each element by its name; of two that differ, refuse the second.

    Source:
        Android manifest merger, PreValidator: two equal ones only earn a warning; grade: observed.
    """
    values: dict[str, str] = {}
    for element in elements:
        name = _name_of(element)
        if values.setdefault(name, value_of(element)) != value_of(element):
            raise element.fault(f'{element.name} "{name}" is there twice, with different values')
    return values


@dataclass(frozen=True, slots=True)
class _Application:
    """Makes components, which inherit from their application."""

    element: Element
    package: str
    application_id: str
    target_sdk: int

    def components(self) -> tuple[Component, ...]:
        """Return all of them, equal ones once.

        Raises:
            ManifestFault: Too many, two of one name that differ, or one of them is at fault.
        """
        found: dict[tuple[ComponentKind, str], Component] = {}
        for element in self.element.children:
            kind = _KINDS.get(element.name)
            if kind is None:
                continue
            component = self._component(kind, element)
            if found.setdefault((kind, component.name), component) != component:
                raise element.fault(f'{kind} "{component.name}" is there twice, with different content')
            if len(found) > COMPONENTS_MAX:
                raise element.fault(f"more than {COMPONENTS_MAX} components")
        return tuple(found.values())

    def class_name(self, name: str) -> str:
        """Complete a name that begins with a dot, or has none."""
        if name.startswith("."):
            return self.package + name
        return f"{self.package}.{name}" if name and "." not in name else name

    def _component(self, kind: ComponentKind, element: Element) -> Component:
        filters = tuple(map(_filter, element.named("intent-filter")))
        exported = _truth(element, "exported")
        return Component(
            kind=kind,
            name=self.class_name(_name_of(element)),
            exported=self._exported_by_default(kind, filters) if exported is None else exported,
            exported_is_explicit="exported" in element.attributes,
            enabled=_truth(element, "enabled") is not False and _truth(self.element, "enabled") is not False,
            permission=element.get("permission") or self.element.get("permission"),
            process=self._process(element.get("process") or self.element.get("process")),
            launch_mode=_launch_mode(element),
            target_activity=self._target(kind, element),
            filters=filters,
        )

    def _exported_by_default(self, kind: ComponentKind, filters: tuple[IntentFilter, ...]) -> bool:
        if kind is ComponentKind.PROVIDER:
            return self.target_sdk <= PROVIDER_EXPORTED_TARGET_MAX.value
        return bool(filters)

    def _process(self, name: str) -> str:
        return self.application_id + name if name.startswith(":") else name or self.application_id

    def _target(self, kind: ComponentKind, element: Element) -> str:
        if kind is not ComponentKind.ACTIVITY_ALIAS:
            return ""
        if not element.get("targetActivity"):
            raise element.fault("activity-alias without android:targetActivity")
        return self.class_name(element.get("targetActivity"))


def _filter(element: Element) -> IntentFilter:
    return IntentFilter(
        actions=tuple(map(_name_of, element.named("action"))),
        categories=tuple(map(_name_of, element.named("category"))),
        data=tuple(map(_data, element.named("data"))),
    )


def _data(element: Element) -> DataSpec:
    get = element.attributes.get
    return DataSpec(
        scheme=get("scheme"),
        host=get("host"),
        port=get("port"),
        path=get("path"),
        path_prefix=get("pathPrefix"),
        path_pattern=get("pathPattern"),
        path_suffix=get("pathSuffix"),
        path_advanced_pattern=get("pathAdvancedPattern"),
        mime_type=get("mimeType"),
    )


def _truth(element: Element, attribute: str) -> bool | None:
    """Return the boolean, or `None` where Android's default holds."""
    value = element.get(attribute)
    # Differs: a resource cannot be looked up here; it counts as the default.
    if not value or value.startswith("@"):
        return None
    if value not in _TRUTHS:
        raise element.fault(f'android:{attribute} is "{value}"; it must be true or false')
    return _TRUTHS[value]


def _launch_mode(element: Element) -> LaunchMode:
    value = element.get("launchMode") or LaunchMode.STANDARD
    if value not in _LAUNCH_MODES:
        raise element.fault(f'android:launchMode is "{value}"; it must be one of {", ".join(LaunchMode)}')
    return _LAUNCH_MODES[value]


def install_fault(manifest: Manifest, api_level: int) -> str | None:
    """Return what Android answers when it refuses to install the app, `None` when it installs it.

    Source:
        Android developer guide, uses-sdk element, and Android 12 behavior changes; grade: documented.
    """
    if manifest.min_sdk > api_level:
        return (
            f"INSTALL_FAILED_OLDER_SDK: Failed parse during installPackageLI: Requires newer sdk version "
            f"#{manifest.min_sdk} (current version is #{api_level})"
        )
    required = EXPORTED_REQUIRED_API.value
    if manifest.target_sdk < required or api_level < required:
        return None
    for component in manifest.components:
        if component.filters and not component.exported_is_explicit:
            return (
                f"INSTALL_PARSE_FAILED_MANIFEST_MALFORMED: {component.name}: Targeting S+ (version {required} and "
                "above) requires that an explicit value for android:exported be defined when intent filters are present"
            )
    return None
