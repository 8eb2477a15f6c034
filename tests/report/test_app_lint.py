"""What lint-app says of manifests: the guides' own are clean, and whatever is taken away is named."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from simulator.device.app.variants import VARIANTS
from simulator.report.app_lint import AppFiles, VendorLint, lint_app
from simulator.vendors import VENDORS
from tests.device.app.axml import ANDROID, apk, binary_xml

NAME = f"{{{ANDROID}}}name"
each_vendor = pytest.mark.parametrize("vendor", VENDORS)

ET.register_namespace("android", ANDROID)


def guide_manifest(vendor: str, sdk: str) -> str:
    """Return the manifest of a well-written app with the vendor's parts, as its guide prints them, and no other's."""
    demo = VENDORS[vendor].demo
    values = VENDORS[vendor].credentials(lambda count: "7" * count)
    parts = demo.manifest_parts(sdk, values, f"com.acme.im.push.{demo.receiver_class}")
    before, application, rest = VARIANTS["careful"].manifest.partition("    <application ")
    text = f"{before}{parts.beside}{application}{rest}".replace("{vendor_parts}", parts.application)
    return text.replace("${applicationId}", "com.example.chat")


def lint(folder: Path, vendor: str, text: str, rules: str = "", sdk: str = "") -> VendorLint:
    manifest = folder / "AndroidManifest.xml"
    manifest.write_text(text, "utf-8")
    if rules:
        (folder / "rules.pro").write_text(rules, "utf-8")
    return lint_app(AppFiles(manifest, folder / "rules.pro" if rules else None), vendor, sdk)


def sdks() -> list[tuple[str, str]]:
    """Return each vendor with each version of its SDK that some guide or app variant has."""
    found = {(name, VENDORS[name].demo.sdk_version) for name in VENDORS}
    found |= {one for variant in VARIANTS.values() for one in variant.sdk_versions.items()}
    return sorted(found)


@pytest.mark.parametrize(("vendor", "sdk"), sdks())
def test_the_guides_own_manifest_is_clean_and_its_push_is_shown(vendor, sdk, tmp_path):
    found = lint(tmp_path, vendor, guide_manifest(vendor, sdk))
    assert found.is_integrated
    assert [finding.lack for finding in found.findings] == []
    assert (found.verdict.text, found.verdict.root) == ("shown", "")


@each_vendor
def test_an_apk_says_the_same_as_its_manifest(vendor, tmp_path):
    text = guide_manifest(vendor, VENDORS[vendor].demo.sdk_version)
    (tmp_path / "app.apk").write_bytes(apk(binary_xml(text)))
    found = lint_app(AppFiles(tmp_path / "app.apk"), vendor)
    assert (found.findings, found.verdict.text) == ((), "shown")


@each_vendor
def test_app_without_the_vendor_is_told_from_one_that_lacks_something(vendor, tmp_path):
    text = VARIANTS["careful"].manifest.replace("{vendor_parts}", "")
    found = lint(tmp_path, vendor, text)
    assert not found.is_integrated
    assert found.verdict.text == "no_token"


def without_each(vendor: str) -> list[tuple[str, str]]:
    """Return the guide's manifest without one element after the other, each with what is said of it."""
    text = guide_manifest(vendor, VENDORS[vendor].demo.sdk_version)
    plain = VARIANTS["careful"].manifest.replace("{vendor_parts}", "")
    own = {element.get(NAME) for element in ET.fromstring(plain).iter()}
    cases = []
    for index, parent in enumerate(ET.fromstring(text).iter()):
        for child_index, child in enumerate(parent):
            if parent.tag in {"manifest", "application"} and child.get(NAME) not in own and child.get(NAME):
                root = ET.fromstring(text)
                holder = list(root.iter())[index]
                holder.remove(holder[child_index])
                cases.append((child.get(NAME) or "", ET.tostring(root, "unicode")))
    return cases


@each_vendor
def test_each_part_that_is_taken_away_is_named(vendor, tmp_path):
    cases = without_each(vendor)
    assert cases
    for name, text in cases:
        found = lint(tmp_path, vendor, text, sdk=VENDORS[vendor].demo.sdk_version)
        told = {finding.lack.name for finding in found.findings}
        is_own = name.startswith("com.acme.im.push.")
        assert told & ({"receiver", "service"} if is_own else {name}), name


@each_vendor
def test_without_its_receiver_the_phone_behaves_as_lint_says(vendor, tmp_path):
    for name, text in without_each(vendor):
        if name.startswith("com.acme.im.push."):
            found = lint(tmp_path, vendor, text)
            assert found.findings
            # Where the SDK's answer brings the regId too, only clicks and renewals are lost with the receiver.
            assert found.verdict.text in {"no_token", "shown"}


def test_receiver_that_shrinking_renames_is_named_and_lost(tmp_path):
    found = lint(tmp_path, "vivo", guide_manifest("vivo", "2.9.0.0"), "-keep class com.other.** {*;}\n")
    [finding] = found.findings
    assert finding.lack.name == "com.acme.im.push.VIVOPushMessageReceiverImpl"
    assert (found.verdict.text, found.verdict.root) == ("no_token", "receiver_renamed")
    kept = lint(tmp_path, "vivo", guide_manifest("vivo", "2.9.0.0"), "-keep class com.acme.im.push.** {*;}\n")
    assert kept.findings == ()


def test_place_in_the_guide_stands_beside_what_is_missing(tmp_path):
    text = guide_manifest("vivo", "2.9.0.0").replace('android:name="com.vivo.push.app_id"', 'android:name="other"')
    [finding] = lint(tmp_path, "vivo", text).findings
    assert (finding.lack.name, finding.lack.what) == ("com.vivo.push.app_id", "the meta-data is missing")
    assert str(finding.source) == "vivo guide, step 3.3 (V02, V03), documented"
