"""The house rules that no other tool checks, read off the source: in the way of TigerBeetle's `tidy`."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.cli.main import COMMANDS

ROOT = Path(__file__).parents[1]
SIMULATOR = ROOT / "simulator"
PROGRAM = sorted([*SIMULATOR.rglob("*.py"), *(ROOT / "bench").rglob("*.py")])
SOURCES = sorted({*PROGRAM, *(ROOT / "tests").rglob("*.py"), ROOT / "conftest.py"} - {Path(__file__)})
VENDOR_FOLDERS = sorted(path.parent for path in SIMULATOR.glob("vendors/*/__init__.py"))
VENDOR_FILES = frozenset(
    {
        *("README.md", "__init__.py", "facts.py", "codes.py"),
        *("call.py", "rules.py", "rejections.py", "cloud.py", "delivery.py", "receipts.py"),
        "sender.py",
        *("push_service.py", "sdk.py", "sdk_rules.py", "demo.py", "rom.py"),
    }
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def places(path: Path, pattern: str) -> list[str]:
    """Where *pattern* stands in the source at *path*, as `file:line: text`."""
    lines = enumerate(text_of(path).splitlines(), start=1)
    return [f"{name_of(path)}:{number}: {line.strip()}" for number, line in lines if re.search(pattern, line)]


# -- words -------------------------------------------------------------------------------------------------------------

BANNED = {
    r"#.*\b(TODO|FIXME|XXX|HACK)\b": "an issue, not a note in the source",
    r"except\s*(\(?\s*(Base)?Exception\b|:)": "never catch everything to go on: name what you expect",
    r"unittest(\.| import )mock|import mock\b": "fakes, not mocks",
    r"\btime\.sleep\b|\basyncio\.sleep\((?!0\))|from time import .*\bsleep\b": "nothing sleeps: schedule it",
    r"(?<![\w.}>])/(work|root|home|Users|tmp|mnt)/\w|[A-Z]:\\\\Users": "no path of one machine: a clone stands alone",
    r"#\s*(type:\s*ignore|noqa)(?!(\[[\w-]+\]|: [A-Z]+\d+(, [A-Z]+\d+)*)\s+(#|-) \w)": "say which rule, and why",
    r"\b(pytest\.mark\.skip|pytest\.skip\(|importorskip)": "a test that is not run proves nothing",
}

PROGRAMS = "tests/programs.py"
"""The one place that skips: tests that need a program which the machine does not have."""
LAST_RESORT = "simulator/cli/main.py"
"""The one place that catches everything: it shows the traceback and leaves with the exit code of our own faults."""


@pytest.mark.parametrize(("pattern", "instead"), BANNED.items(), ids=list(BANNED.values()))
def test_banned_words_stand_nowhere(pattern: str, instead: str):
    found = [place for path in SOURCES for place in places(path, pattern)]
    if instead.startswith("never catch"):
        (last_resort,) = [place for place in found if place.startswith(LAST_RESORT)]
        found.remove(last_resort)
    if instead.startswith("a test"):
        found = [place for place in found if not place.startswith(PROGRAMS)]
    assert found == [], instead


@pytest.mark.parametrize(
    ("pattern_of", "line"),
    [
        ("an issue", "# TODO: later"),
        ("never catch", "    except Exception as error:"),
        ("never catch", "    except (Exception, ValueError):"),
        ("never catch", "    except:"),
        ("never catch", "    except BaseException:"),
        ("fakes", "from unittest import mock"),
        ("fakes", "from unittest.mock import Mock"),
        ("nothing sleeps", "    time.sleep(1)"),
        ("nothing sleeps", "from time import sleep"),
        ("nothing sleeps", "    await asyncio.sleep(0.1)"),
        ("no path", 'PATH = "/home/somebody/project"'),
        ("say which", "import x  # noqa"),
        ("say which", "x = y  # type: ignore"),
        ("say which", "import x  # noqa: F401"),
        ("say which", "x = y  # type: ignore[arg-type]"),
        ("a test", "@pytest.mark.skip"),
    ],
)
def test_banned_words_would_be_found(pattern_of: str, line: str):
    (found,) = [instead for pattern, instead in BANNED.items() if re.search(pattern, line)]
    assert found.startswith(pattern_of)


@pytest.mark.parametrize(
    "line",
    [
        "except ExceptionGroup:",
        "await asyncio.sleep(0)",
        "import x  # noqa: F401  # why",
        "x = y  # type: ignore[arg-type]  # why",
        'HOST + "/v4/openim/sendmsg"',
        '"https://example.com/home/page"',
    ],
)
def test_words_that_only_look_like_banned_ones_are_left_alone(line: str):
    assert [pattern for pattern in BANNED if re.search(pattern, line)] == []


def test_no_module_is_called_by_a_name_that_says_nothing():
    banned = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
    parts = {name_of(path): {*path.relative_to(ROOT).parent.parts, path.stem} for path in SOURCES}
    assert [name for name, words in parts.items() if words & banned] == []


# -- docstrings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PROGRAM, ids=name_of)
def test_every_module_says_what_lives_there(path: Path):
    docstring = ast.get_docstring(ast.parse(text_of(path)))
    assert docstring
    first_line = docstring.splitlines()[0]
    assert first_line[0].isupper() or first_line[0] in "`'" or first_line.startswith("vivo")
    assert first_line.endswith((".", "!", "?", ":")), first_line


def test_every_folder_is_a_package_of_its_own():
    folders = {path.parent for path in SIMULATOR.rglob("*.py")}
    assert [name_of(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


# -- comments that are counted -----------------------------------------------------------------------------------------

COUNTED = re.compile(r"(assum|differ|per the\b)", re.IGNORECASE)
WELL_FORMED = re.compile(r"(Assumed|Differs): \S.*[.?]|Per the \S.*\.", re.DOTALL)


def comments(text: str) -> Iterator[tuple[int, str]]:
    """Walk the comments of *text*, lines that follow each other taken as one, with the line of each one's beginning."""
    begun, end, words = 0, -1, ""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            continue
        row = token.start[0]
        is_own_line = token.line.lstrip().startswith("#")
        said = token.string.lstrip("#: ").rstrip()
        if is_own_line and row == end + 1 and not (COUNTED.match(said) and said[0].isupper()):
            words, end = f"{words}\n{said}", row
        else:
            if words:
                yield begun, words
            begun, end, words = row, row if is_own_line else -1, said
    if words:
        yield begun, words


def test_comments_with_a_counted_beginning_are_well_formed():
    wrong = [
        f"{name_of(path)}:{row}: {words}"
        for path in PROGRAM
        for row, words in comments(text_of(path))
        if COUNTED.match(words) and not WELL_FORMED.fullmatch(words)
    ]
    assert wrong == [], "write `Assumed: …`, `Differs: …` or `Per the <document> …`, as sentences"


@pytest.mark.parametrize(
    ("comment", "is_well_formed"),
    [
        ("# Assumed: the quota starts again at 00:00; no document says so.", True),
        ("# Per the vivo guide, step 3.4: state 101 means this model has no vivo push.", True),
        ("# Differs: a real phone may take minutes;\n# here the link is up at once.", True),
        ("# assumed: the quota starts again at 00:00.", False),
        ("# Assumption: the quota starts again at 00:00.", False),
        ("# Assumed the quota starts again at 00:00.", False),
        ("# Differs: a real phone may take minutes", False),
        ("# Per the vivo guide, step 3.4", False),
        ("# per the vivo guide: state 101 means this model has no vivo push.", False),
    ],
)
def test_counted_comment_is_a_sentence_behind_its_word(comment: str, is_well_formed: bool):
    ((_, words),) = comments(f"{comment}\nx = 1\n")
    assert COUNTED.match(words)
    assert bool(WELL_FORMED.fullmatch(words)) is is_well_formed


# -- vendors -----------------------------------------------------------------------------------------------------------


def files_of(folder: Path) -> frozenset[str]:
    return frozenset(path.name for path in folder.iterdir() if path.is_file() and path.suffix != ".pyc")


@pytest.mark.parametrize("folder", VENDOR_FOLDERS, ids=name_of)
def test_vendor_folder_holds_the_same_files_as_every_other(folder: Path):
    """A vendor without a rule has the file anyway, saying so; a long cloud may have been split beside them."""
    assert sorted(VENDOR_FILES - files_of(folder)) == []


PHONE_SIDE = {"sdk_rules", "push_service", "manifest", "ups"}
"""What of the phone's side `sdk` and `demo` may read."""
OWN_FOLDER_ONLY = {
    "facts.py": set(),
    "rejections.py": {"facts"},
    "sender.py": {"facts"},
    "sdk.py": {"facts", *PHONE_SIDE},
    "demo.py": {"facts", "sdk", *PHONE_SIDE},
}
"""What each side may read of its own vendor's folder; the rest of the folder is the cloud's."""


@pytest.mark.parametrize("folder", VENDOR_FOLDERS, ids=name_of)
@pytest.mark.parametrize(("file", "allowed"), OWN_FOLDER_ONLY.items(), ids=list(OWN_FOLDER_ONLY))
def test_sides_of_a_vendor_meet_only_on_the_wire(folder: Path, file: str, allowed: set[str]):
    package = f"simulator.vendors.{folder.name}"
    read: set[str] = set()
    for node in ast.walk(ast.parse(text_of(folder / file))):
        if isinstance(node, ast.ImportFrom) and node.module == package:
            read |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{package}."):
            read.add((node.module or "").removeprefix(f"{package}."))
        elif isinstance(node, ast.Import):
            read |= {alias.name for alias in node.names if alias.name.startswith(package)}
    assert sorted(read - allowed) == []


@pytest.mark.parametrize("folder", VENDOR_FOLDERS, ids=name_of)
def test_figures_of_a_vendor_stand_in_facts_with_their_source(folder: Path):
    bare = [
        f"{ast.unparse(statement)} (line {statement.lineno})"
        for statement in ast.parse(text_of(folder / "facts.py")).body
        if isinstance(statement, ast.Assign | ast.AnnAssign) and is_bare_figure(statement.value)
    ]
    assert bare == [], "make it a Fact with a Source"


def is_bare_figure(value: ast.expr | None) -> bool:
    """Whether *value* is a number, or a sum or product of numbers."""
    if isinstance(value, ast.Constant):
        return isinstance(value.value, int | float) and not isinstance(value.value, bool)
    if isinstance(value, ast.UnaryOp):
        return is_bare_figure(value.operand)
    return isinstance(value, ast.BinOp) and is_bare_figure(value.left) and is_bare_figure(value.right)


@pytest.mark.parametrize("folder", VENDOR_FOLDERS, ids=name_of)
def test_facts_know_no_paths_of_the_wire(folder: Path):
    texts = [
        node.value
        for node in ast.walk(ast.parse(text_of(folder / "facts.py")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [text for text in texts if re.match(r"/\w+/|https?://", text)] == []


# -- files -------------------------------------------------------------------------------------------------------------


def opens_without_encoding(call: ast.Call) -> bool:
    """Whether *call* opens, reads or writes a text file and does not say in which encoding."""
    if any(word.arg in {"encoding", None} for word in call.keywords):
        return False
    if isinstance(call.func, ast.Attribute):
        is_named = any(isinstance(argument, ast.Constant) and argument.value == "utf-8" for argument in call.args)
        return call.func.attr in {"read_text", "write_text"} and not is_named
    modes = [argument.value for argument in call.args[1:] if isinstance(argument, ast.Constant)]
    return isinstance(call.func, ast.Name) and call.func.id == "open" and not any("b" in str(mode) for mode in modes)


def test_every_text_file_is_opened_as_utf_8():
    """Elsewhere, on Windows, that is not what an open file is."""
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(text_of(path)))
        if isinstance(node, ast.Call) and opens_without_encoding(node)
    ]
    assert found == []


def test_names_of_all_are_the_public_ones():
    looked_at = 0
    for path in PROGRAM:
        body = ast.parse(text_of(path)).body
        listed = [
            ast.literal_eval(statement.value)
            for statement in body
            if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__all__"
        ]
        if not listed:
            continue
        looked_at += 1
        defined = {
            statement.name
            for statement in body
            if isinstance(statement, ast.ClassDef | ast.FunctionDef) and not statement.name.startswith("_")
        }
        assert defined <= set(listed[0]), name_of(path)
    assert looked_at


# -- the README --------------------------------------------------------------------------------------------------------

README = text_of(ROOT / "README.md")


def test_every_command_that_the_readme_shows_exists():
    shown = set(re.findall(r"(?:^\$ |`|\bbin/)pushsim ([\w-]+)", README, re.MULTILINE))
    assert shown
    assert sorted(shown - {name.replace("_", "-") for name in COMMANDS}) == []


def test_every_target_of_make_that_the_readme_shows_exists():
    makefile = text_of(ROOT / "Makefile")
    shown = set(re.findall(r"(?:^\$ |`)make (\w+)", README, re.MULTILINE))
    assert shown
    assert sorted(target for target in shown if not re.search(rf"^{target}:", makefile, re.MULTILINE)) == []


def test_every_file_that_the_readme_names_is_there():
    named = set(re.findall(r"\b(?:simulator|scenarios|tests|bench)/[\w/.-]*\w", README))
    assert named
    assert sorted(name for name in named if not (ROOT / name).exists()) == []
