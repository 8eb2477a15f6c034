import pytest

from simulator.device.android.intent_filter import DataParts, Wanted, mismatch
from simulator.device.app.manifest import DataSpec, IntentFilter

VIEW = "android.intent.action.VIEW"
GUIDE = DataSpec(scheme="pushscheme", host="com.tencent.qcloud.tim", path="/detail")


def wanted(data: str = "", action: str = VIEW, categories: tuple[str, ...] = (), mime_type: str = "") -> Wanted:
    return Wanted(action, categories, DataParts.of(data) if data else DataParts(), mime_type)


def a_filter(*data: DataSpec, actions: tuple[str, ...] = (VIEW,), categories: tuple[str, ...] = ()) -> IntentFilter:
    return IntentFilter(actions, categories, data)


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        ("pushscheme://com.a:80/detail?x=1#y", DataParts("pushscheme", "com.a", "80", "/detail")),
        ("//bob@host", DataParts(None, "host", None, "")),
        ("s:/path", DataParts("s", None, None, "/path")),
        ("mailto:bob", DataParts("mailto", None, None, None)),
        ("s://[::1]:8/x", DataParts("s", "[::1]", "8", "/x")),
        ("s://", DataParts("s", None, None, "")),
        ("s://h:/x", DataParts("s", "h", None, "/x")),
    ],
)
def test_data_is_taken_apart(data, parts):
    assert DataParts.of(data) == parts


@pytest.mark.parametrize(
    ("data", "miss"),
    [
        ("pushscheme://com.tencent.qcloud.tim/detail", None),
        ("pushscheme://COM.tencent.qcloud.tim/detail?a=b", None),
        ("other://com.tencent.qcloud.tim/detail", "no scheme other"),
        ("PUSHSCHEME://com.tencent.qcloud.tim/detail", "no scheme PUSHSCHEME"),
        ("pushscheme://com.other/detail", "no host com.other"),
        ("pushscheme:/detail", "no host None"),
        ("pushscheme://com.tencent.qcloud.tim/details", "no path /details"),
        ("pushscheme://com.tencent.qcloud.tim", "no path "),
        ("", "no scheme None"),
    ],
)
def test_guides_filter_takes_its_own_data_only(data, miss):
    assert mismatch(a_filter(GUIDE), wanted(data)) == miss


def test_action_must_be_in_the_filter():
    assert mismatch(a_filter(actions=("other",)), wanted()) == f"no action {VIEW}"
    assert mismatch(a_filter(actions=("other", VIEW)), wanted()) is None


def test_intent_without_action_needs_a_filter_with_any():
    assert mismatch(a_filter(actions=("other",)), wanted(action="")) is None
    assert mismatch(a_filter(actions=()), wanted(action="")) == "no action at all"


def test_each_category_must_be_in_the_filter():
    assert mismatch(a_filter(categories=("a", "b")), wanted(categories=("a", "b"))) is None
    assert mismatch(a_filter(categories=("a", "b")), wanted(categories=())) is None
    assert mismatch(a_filter(categories=("a",)), wanted(categories=("a", "b"))) == "no category b"


def test_filter_without_data_takes_no_data():
    assert mismatch(a_filter(), wanted()) is None
    assert mismatch(a_filter(), wanted("pushscheme://x/y")) == "no data"
    assert mismatch(a_filter(), wanted(mime_type="text/plain")) == "no data"


def test_all_data_of_a_filter_count_together():
    both = a_filter(DataSpec(scheme="a", host="x"), DataSpec(scheme="b", host="y", path="/p"))
    assert mismatch(both, wanted("a://y/p")) is None
    assert mismatch(both, wanted("b://x/q")) == "no path /q"


@pytest.mark.parametrize(
    ("spec", "data", "fits"),
    [
        (DataSpec("s", "*.qq.com"), "s://im.qq.com", True),
        (DataSpec("s", "*.qq.com"), "s://qq.com", False),
        (DataSpec("s", "*"), "s://any", True),
        (DataSpec("s", "h", port="80"), "s://h:80", True),
        (DataSpec("s", "h", port="80"), "s://h:81", False),
        (DataSpec("s", "h", port="80"), "s://h", False),
        (DataSpec("s", "h"), "s://h:81", True),
        (DataSpec("s", path="/only"), "s://h/other", True),
        (DataSpec("s", "h", path_prefix="/a"), "s://h/ab/c", True),
        (DataSpec("s", "h", path_prefix="/a"), "s://h/b/a", False),
        (DataSpec("s", "h", path_pattern="/a.*b"), "s://h/axxb", True),
        (DataSpec("s", "h", path_pattern="/a.*b"), "s://h/axbxb", False),
        (DataSpec("s", "h", path_pattern="/.*"), "s://h/any/thing", True),
        (DataSpec("s", "h", path_pattern="/a*b"), "s://h/aaab", True),
        (DataSpec("s", "h", path_pattern="/a*b"), "s://h/b", True),
        (DataSpec("s", "h", path_pattern="/.b"), "s://h/xb", True),
        (DataSpec("s", "h", path_pattern=r"/a\.b"), "s://h/axb", False),
        (DataSpec("s", "h", path_pattern=r"/a\.b"), "s://h/a.b", True),
    ],
)
def test_host_port_and_path(spec, data, fits):
    assert (mismatch(a_filter(spec), wanted(data)) is None) is fits


@pytest.mark.parametrize(
    ("spec", "data", "mime_type", "miss"),
    [
        (DataSpec(mime_type="text/plain"), "", "text/plain", None),
        (DataSpec(mime_type="text/*"), "", "text/plain", None),
        (DataSpec(mime_type="*/*"), "content://x/y", "image/png", None),
        (DataSpec(mime_type="text/*"), "", "image/png", "types only, and none is image/png"),
        (DataSpec(mime_type="text/*"), "", "", "types only, and none is given"),
        (DataSpec(mime_type="text/*"), "s://x", "text/plain", "no scheme s"),
        (DataSpec("s"), "s://x", "text/plain", "no type text/plain"),
    ],
)
def test_type(spec, data, mime_type, miss):
    assert mismatch(a_filter(spec), wanted(data, mime_type=mime_type)) == miss


def test_hostile_pattern_takes_no_time():
    spec = DataSpec("s", "h", path_pattern=".*a" * 40 + "b")
    assert mismatch(a_filter(spec), wanted("s://h/" + "a" * 10_000)) is not None


@pytest.mark.parametrize(
    ("spec", "path", "fits"),
    [
        ({"path_suffix": "/detail"}, "/order/detail", True),
        ({"path_suffix": "/detail"}, "/order/details", False),
        ({"path_advanced_pattern": "/[a-z]+/[0-9]{2,3}"}, "/order/17", True),
        ({"path_advanced_pattern": "/[a-z]+/[0-9]{2,3}"}, "/order/1", False),
        ({"path_advanced_pattern": "/[^0-9]*"}, "/order", True),
        ({"path_advanced_pattern": "/a.c\\.d"}, "/abc.d", True),
        ({"path_advanced_pattern": "/a.c\\.d"}, "/abcxd", False),
        ({"path_advanced_pattern": "/.*d"}, "/abcd", False),
        ({"path_advanced_pattern": "/(a|b)"}, "/(a|b)", True),
        ({"path_advanced_pattern": "/[a"}, "/[a", False),
        ({"path_advanced_pattern": "/[z-a]"}, "/z", False),
        ({"path_advanced_pattern": "/a{3,2}"}, "/aaa", False),
    ],
)
def test_newer_forms_of_a_path(spec, path, fits):
    one = IntentFilter((VIEW,), (), (DataSpec(scheme="s", host="h", **spec),))
    assert (mismatch(one, Wanted(VIEW, (), DataParts.of(f"s://h{path}"))) is None) is fits
