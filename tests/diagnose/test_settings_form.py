"""Settings of a form are held against each other and against other parts, and told with their line."""

from pathlib import Path

import pytest

from simulator.diagnose.findings import Findings
from simulator.diagnose.readers.form import read_form
from simulator.diagnose.reading import read_ticket

MANIFEST = """\
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.shop">
  <application><activity android:name=".MainActivity"/></application>
</manifest>
"""
FORM = """\
vendor: huawei
symptom: 收不到推送
evidence: []
settings:
  im_console:
    certificates:
      - {vendor: huawei, id: 4711, package: com.example.chat, app_id: "100001", app_secret: "9f1c2d3e4f5061728394"}
  app:
    certificate_id: 4712
    constants: {app_id: "100002"}
"""


def signs_of(folder: Path, **files: str) -> dict[str, tuple[str, int, str]]:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return {one.sign: (one.file, one.line, one.text) for one in read_ticket([folder]).recognised()}


def test_a_certificate_of_a_form_is_held_against_the_manifest_beside_it(tmp_path: Path) -> None:
    found = signs_of(tmp_path, form__yaml=FORM, AndroidManifest__xml=MANIFEST)
    assert found["set.certificate_of_another_package"][0] in {"form.yaml", "AndroidManifest.xml"}
    same = signs_of(tmp_path, form__yaml=FORM.replace("com.example.chat", "com.example.shop"))
    assert "set.certificate_of_another_package" not in same


def test_what_does_not_fit_in_a_form_is_told_at_its_line_and_masked(tmp_path: Path) -> None:
    found = signs_of(tmp_path, form__yaml=FORM)
    file, line, text = found["set.constant_names_no_certificate"]
    assert (file, line) == ("form.yaml", 9)
    assert "app.certificate_id: 4712" in text
    assert "{" not in text
    file, line, text = found["set.certificate_of_another_app"]
    assert (file, line) == ("form.yaml", 10)
    assert "app.constants.app_id: 100002" in text
    assert "9f1c2d3e4f5061728394" not in str(found)


def test_a_console_without_any_certificate_is_told() -> None:
    findings = Findings()
    form = {"vendor": "vivo", "settings": {"im_console": {"certificates": []}}}
    read_form(form, "form.yaml", findings)
    assert "set.certificate_none" in [one.sign for one in findings.recognised()]


@pytest.mark.parametrize(
    "settings",
    [
        {"im_console": [1], "app": "x", "phone": {"channels": [1], "android": {}}},
        {"im_console": {"certificates": "none", "device": 3}, "app": {"constants": ["a"], "receivers": {"a": 1}}},
        {"im_console": {"certificates": [{"vendor": "vivo", "on_click": [1]}, 3]}, "answers": {"vendor_code": {}}},
        {"message": {"title_length": "long", "text_length": -1}, "phone": {"channels": {"a": {}}, "brand": []}},
    ],
)
def test_settings_of_another_shape_are_left_out(settings: dict[str, object]) -> None:
    findings = Findings()
    read_form({"vendor": "vivo", "settings": settings}, "form.yaml", findings)
    assert not [one for one in findings.recognised() if one.sign.startswith("set.")]


def test_evidence_that_yaml_takes_for_maps_is_read_as_it_was_meant(tmp_path: Path) -> None:
    form = "vendor: vivo\nsymptom: no push\nevidence:\n  - obs: a push from the vendor's console arrives\n"
    assert signs_of(tmp_path, form__yaml=form)["compare.console_works"][:2] == ("form.yaml", 4)
