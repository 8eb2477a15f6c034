import pytest
from msgspec.structs import replace

from simulator.device.android.intent import ACTION_VIEW, Intent, IntentMalformed, parse_intent_uri, to_uri

APPLICATION = "com.tencent.qcloud.tim.tuikit"
PAGE = "com.tencent.qcloud.tim.demo.chat.ChatActivity"
GUIDE = (
    "intent://com.tencent.qcloud.tim/detail#Intent;scheme=pushscheme;launchFlags=0x4000000;"
    f"component={APPLICATION}/{PAGE};end"
)
INTENT = Intent(
    action=ACTION_VIEW,
    data="pushscheme://com.tencent.qcloud.tim/detail",
    component=(APPLICATION, PAGE),
    flags=0x4000000,
)


def test_guides_uri_is_read():
    assert parse_intent_uri(GUIDE) == INTENT


def test_guides_intent_prints_as_in_the_guide():
    assert to_uri(INTENT) == GUIDE
    assert to_uri(replace(INTENT, action="")) == GUIDE


@pytest.mark.parametrize(
    ("items", "changes"),
    [
        ("action=a.b;", {"action": "a.b"}),
        ("category=c;category=d;category=c;", {"categories": ("c", "d")}),
        ("type=text/plain;", {"mime_type": "text/plain"}),
        ("package=com.a;", {"package": "com.a"}),
        ("component=com.a/.B;", {"component": ("com.a", "com.a.B")}),
        ("component=com.a;", {}),
        ("component=com.a/;", {}),
        ("launchFlags=16;", {"flags": 16}),
        ("launchFlags=0x10;", {"flags": 16}),
        ("launchFlags=%2310;", {"flags": 16}),
        ("launchFlags=010;", {"flags": 8}),
        ("launchFlags=0;", {}),
        ("S.ext=%E4%BD%A0%3B%23;", {"extras": {"ext": "你;#"}}),
        ("S.a%20b=;", {"extras": {"a b": ""}}),
        (
            "i.n=-5;l.m=9223372036854775807;B.y=x;d.d=1.5;c.c=z;",
            {"extras": {"n": "-5", "m": "9223372036854775807", "y": "x", "d": "1.5", "c": "z"}},
        ),
        ("identifier=x;sourceBounds=1 2 3 4;", {}),
        ("SEL;action=other;scheme=x;", {}),
    ],
)
def test_each_key_is_read(items, changes):
    assert parse_intent_uri(f"intent:#Intent;{items}end") == replace(Intent(ACTION_VIEW), **changes)


def test_what_follows_end_is_not_read():
    assert parse_intent_uri(GUIDE + "\n") == INTENT
    assert parse_intent_uri(GUIDE + "ing;nonsense") == INTENT


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("intentUri = " + GUIDE, 'does not begin with "intent:"'),
        (" " + GUIDE, 'does not begin with "intent:"'),
        ("", 'does not begin with "intent:"'),
        ("com.tencent.qcloud.tim.demo.chat.ChatActivity", 'does not begin with "intent:"'),
        ("intent://com.tencent.qcloud.tim/detail", 'has no "#Intent;"'),
        ("intent://x#intent;end", 'has no "#Intent;"'),
        (GUIDE.removesuffix(";end"), 'illegal Intent URI format: does not end with ";end"'),
        (GUIDE.removesuffix("end"), 'illegal Intent URI format: does not end with ";end"'),
        (GUIDE.replace(";end", "end"), 'illegal Intent URI format: does not end with ";end"'),
        (GUIDE.replace("scheme=", "schema="), 'unknown EXTRA type: "schema"'),
        ("intent:#Intent;x.k=v;end", 'unknown EXTRA type: "x.k"'),
        ("intent:#Intent;component;end", 'unknown EXTRA type: "component"'),
        ("intent:#Intent;;end", 'unknown EXTRA type: ""'),
        ("intent:#Intent;launchFlags=zz;end", 'launchFlags "zz" is not a number'),
        ("intent:#Intent;launchFlags=0x80000000;end", 'launchFlags "0x80000000" is more than 31 bits'),
        ("intent:#Intent;i.k=x;end", 'extra "i.k" cannot be "x"'),
        ("intent:#Intent;i.k=2147483648;end", 'extra "i.k" cannot be "2147483648"'),
        ("intent:#Intent;b.k=128;end", 'extra "b.k" cannot be "128"'),
        ("intent:#Intent;c.k=;end", 'extra "c.k" cannot be ""'),
        ("intent:#Intent;f.k=x;end", 'extra "f.k" cannot be "x"'),
    ],
)
def test_malformed_uri_is_refused_with_what_is_wrong(text, what):
    with pytest.raises(IntentMalformed) as raised:
        parse_intent_uri(text)
    assert raised.value.what == what


@pytest.mark.parametrize(("bits", "edge"), [("b", 2**7), ("s", 2**15), ("i", 2**31), ("l", 2**63)])
def test_numbers_are_held_to_their_bits(bits, edge):
    parse_intent_uri(f"intent:#Intent;{bits}.k={edge - 1};{bits}.k={-edge};end")
    for beyond in (edge, -edge - 1, edge * 1000):
        with pytest.raises(IntentMalformed):
            parse_intent_uri(f"intent:#Intent;{bits}.k={beyond};end")


@pytest.mark.parametrize(
    "intent",
    [
        Intent(ACTION_VIEW),
        Intent(
            "a b", "mailto:bob", "text/plain", ("c d",), ("com.a", "com.a.B"), "com.a", 1, {"ext": "你;=%#/", "": ""}
        ),
        Intent(ACTION_VIEW, data="//host/path"),
        Intent(ACTION_VIEW, component=("com.a", "com.ab.C")),
    ],
)
def test_printed_intent_reads_as_itself(intent):
    assert parse_intent_uri(to_uri(intent)) == intent


def test_flags_and_extras_do_not_tell_intents_apart():
    assert INTENT.is_same_filter(replace(INTENT, flags=0, extras={"ext": "x"}))
    assert not INTENT.is_same_filter(replace(INTENT, data="pushscheme://other/detail"))
    assert not INTENT.is_same_filter(replace(INTENT, categories=("c",)))


def test_intent_without_data_has_no_parts():
    assert Intent().parts.path is None
