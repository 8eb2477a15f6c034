import pytest

from simulator.device.app.manifest_xml import ManifestFault, read_xml

BOMB = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>
<manifest>&lol2;</manifest>"""
OUTSIDE = """<!DOCTYPE manifest [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<manifest package="&secret;"/>"""


def the_fault(text: str) -> ManifestFault:
    with pytest.raises(ManifestFault) as raised:
        read_xml(text, {})
    return raised.value


def test_element_has_its_place_and_its_android_attributes():
    root = read_xml(
        '<m xmlns:a="http://schemas.android.com/apk/res/android" package="p" x="x">\n  <b a:name="n" name="y"/></m>',
        {},
    )
    (child,) = root.named("b")
    assert (root.attributes, child.attributes) == ({"package": "p"}, {"name": "n"})
    assert (root.line, root.column, child.line, child.column) == (1, 1, 2, 3)
    assert (child.get("name"), child.get("label")) == ("n", "")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "not XML: no element found"),
        ("not xml", 1, "not XML: syntax error"),
        ("<manifest>\n<a></manifest>", 2, "not XML: mismatched tag"),
        ('<manifest android:name="x"/>', 1, "not XML: unbound prefix"),
        ('<manifest a="1" a="2"/>', 1, "not XML: duplicate attribute"),
        ("<manifest>\0</manifest>", 1, "not XML: not well-formed (invalid token)"),
        ("<manifest>\ud800</manifest>", 1, "not XML: holds half a character"),
    ],
)
def test_what_is_not_xml_is_refused(text, line, what):
    fault = the_fault(text)
    assert (fault.line, fault.what) == (line, what)


@pytest.mark.parametrize("text", [BOMB, OUTSIDE])
def test_entities_are_refused(text):
    assert the_fault(text).what == "a manifest defines no entities"


def nested(depth: int) -> str:
    return "<a>" * depth + "</a>" * depth


@pytest.mark.parametrize("depth", [33, 100_000])
def test_deep_nesting_is_refused(depth):
    assert the_fault(nested(depth)).what == "more than 32 elements inside one another"


def test_nesting_at_the_limit_is_read():
    assert read_xml(nested(32), {}).name == "a"


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 10 * 1024 * 1024])
def test_large_text_is_refused(size):
    assert the_fault("<a/>" + " " * (size - 4)).what == "larger than 1048576 bytes"


def test_size_counts_bytes_not_characters():
    assert the_fault("<a>" + "中" * 500_000 + "</a>").what == "larger than 1048576 bytes"


def test_text_at_the_limit_is_read():
    assert read_xml("<a/>" + " " * (1024 * 1024 - 4), {}).name == "a"


def test_declared_encoding_does_not_matter_for_text():
    assert read_xml('<?xml version="1.0" encoding="gbk"?><manifest package="中"/>', {}).get("package") == "中"
