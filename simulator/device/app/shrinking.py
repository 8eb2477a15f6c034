"""Code shrinking (混淆): which class names an app's ProGuard rules keep, and what becomes of the others."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import zip_longest
from pathlib import Path

from simulator.kernel.source import Fact, Grade, Source

SIZE_MAX = 1024 * 1024

KEEPS_NAMES: Fact[frozenset[str]] = Fact(
    "android.shrinking_keeps_names",
    frozenset({"keep", "keepnames"}),
    Source("ProGuard manual", "keep options"),
)
"""Options that keep the names of the classes they name. The others keep members, or ask for members first."""
MEMBERS_ONLY = Fact(
    "android.shrinking_members_only",
    frozenset({"keepclassmembers", "keepclassmembernames", "keepclasseswithmembers", "keepclasseswithmembernames"}),
    Source("ProGuard manual", "keep options"),
)
"""Options read, but taken to keep no class name: what members a class has is not known here."""
CLASS_EXPECTED = Fact(
    "android.shrinking_class_expected",
    "Expected [!]interface|@interface|class|enum",
    Source("R8 ProguardConfigurationParser", "parseClassTypeUnexpected", ("X13",), Grade.OBSERVED),
)
"""R8's words for a keep rule that does not say what sort of class it keeps."""

_OTHER_OPTION = re.compile(
    r"""(?x)
    dont(?:warn|note|optimize|obfuscate|shrink|preverify)
    | dont(?:usemixedcaseclassnames|skipnonpubliclibraryclass(?:es|members))
    | assume(?:nosideeffects|noexternalsideeffects|noescapingparameters|noexternalreturnvalues|values)
    | adapt(?:classstrings|resourcefilenames|resourcefilecontents) | print(?:configuration|mapping|seeds|usage)
    | keep(?:attributes|directories|kotlinmetadata|packagenames|parameternames) | (?:in|out|library)jars
    | (?:|package|class)obfuscationdictionary | optimization(?:s|passes) | addconfigurationdebugging
    | allowaccessmodification | alwaysinline | android | applymapping | basedirectory | checkdiscard | dump
    | flattenpackagehierarchy | forceprocessing | identifiernamestring | if | ignorewarnings | include
    | mergeinterfacesaggressively | microedition | overloadaggressively | renamesourcefileattribute
    | repackageclasses | skipnonpubliclibraryclasses | target | useuniqueclassmembernames | verbose
    | whyareyoukeeping"""
)
_COMMENT = re.compile(r"#[^\n]*")
_MEMBERS = re.compile(r"\{[^{}]*\}")
_STATEMENT = re.compile(r"(?:(?<=[\s}])|^)-([A-Za-z]*)")
_MODIFIERS = re.compile(r"(?:\s*,\s*([a-z]+))+")
_CLASS = re.compile(
    r"\s*(?:@(?!\s*interface\b)\S+\s+)?(?:!?(?:public|final|abstract)\s+)*!?@?\s*(?:class|interface|enum)\s"
)
_SPECIFICATION = re.compile(
    r"\s*([^\s{,]+(?:\s*,\s*[^\s{,]+)*)(?:\s+(?:extends|implements)\s+(?:@\S+\s+)?([^\s{]+))?\s*(?:\{\s*\})?\s*"
)
_CLASS_NAME = re.compile(r"!?[\w$.*?<>-]+")
_WILDCARD = re.compile(r"\*\*\*?|.", re.DOTALL)


class ShrinkingFault(Exception):
    """R8 refuses the rules, and with them the build.

    Attributes:
        line: From 1.
        what: In R8's words where they are known.
    """

    def __init__(self, line: int, what: str) -> None:
        """Keep where and what."""
        super().__init__(f"{line}: {what}")
        self.line = line
        self.what = what


@dataclass(frozen=True, slots=True)
class KeepRule:
    """One rule that keeps class names.

    Attributes:
        names: Patterns asked in order, the first that fits decides; `!` before one excludes.
        supertype: Pattern of a class that it extends or implements; empty for any.
    """

    names: tuple[str, ...]
    supertype: str = ""

    def keeps(self, class_name: str, supertypes: Collection[str]) -> bool:
        """Return whether a class of this name and with these *supertypes* is kept."""
        if self.supertype and not any(_fits(self.supertype, each) for each in supertypes):
            return False
        for name in self.names:
            if _fits(name.removeprefix("!"), class_name):
                return not name.startswith("!")
        return self.names[-1].startswith("!")


@dataclass(frozen=True, slots=True)
class ShrinkingRules:
    """What the rules of one app come to.

    Attributes:
        keep: Rules that keep names.
        obfuscates: False with `-dontobfuscate`: every class keeps its name.
    """

    keep: tuple[KeepRule, ...] = ()
    obfuscates: bool = True

    @staticmethod
    def parse(text: str) -> "ShrinkingRules":
        """Read a file of ProGuard rules. Files that it includes are not followed.

        Raises:
            ShrinkingFault: R8 would refuse it; with the line.

        Source:
            ProGuard manual and R8 ProguardConfigurationParser; Xiaomi guide, FAQ (X13); grade: documented.
        """
        return _parsed(text)

    def keeps(self, class_name: str, supertypes: Collection[str] = ()) -> bool:
        """Return whether the class keeps its name, given the full names of all its *supertypes*."""
        return not self.obfuscates or any(rule.keeps(class_name, supertypes) for rule in self.keep)

    def name_after(self, class_name: str, supertypes: Collection[str] = ()) -> str:
        """Return the name of the class in the built app: its own when it is kept, else a short one, always the same."""
        return class_name if self.keeps(class_name, supertypes) else _short_name(class_name)


def read_rules_file(path: Path) -> ShrinkingRules:
    """Read the file of ProGuard rules at *path*.

    Raises:
        ShrinkingFault: R8 would refuse it, or it is too large or no text.
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        content = file.read(SIZE_MAX + 1)
    if len(content) > SIZE_MAX:
        raise ShrinkingFault(1, f"larger than {SIZE_MAX} bytes")
    try:
        return ShrinkingRules.parse(content.decode("utf-8-sig"))
    except UnicodeDecodeError as broken:
        raise ShrinkingFault(1, "no text in UTF-8") from broken


@lru_cache(maxsize=128)
def _parsed(text: str) -> ShrinkingRules:
    if len(text) > SIZE_MAX:
        raise ShrinkingFault(1, f"larger than {SIZE_MAX} characters")
    keep: list[KeepRule] = []
    options: set[str] = set()
    for line, option, argument in _statements(text):
        options.add(option)
        if option in KEEPS_NAMES.value | MEMBERS_ONLY.value:
            rule, modifiers = _keep_rule(line, argument)
            if rule is not None and option in KEEPS_NAMES.value and "allowobfuscation" not in modifiers:
                keep.append(rule)
        elif not _OTHER_OPTION.fullmatch(option):
            raise ShrinkingFault(line, f'Unknown option "-{option}"')
    return ShrinkingRules(tuple(keep), obfuscates="dontobfuscate" not in options)


def _statements(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, option and argument of each, without comments and with empty braces.

    Raises:
        ShrinkingFault: Something is no option, or a brace stays open.
    """
    text = _MEMBERS.sub(lambda members: "{" + "\n" * members[0].count("\n") + "}", _COMMENT.sub("", text))
    unclosed = re.search(r"\{(?!\s*\})", text)
    if unclosed:
        raise ShrinkingFault(_line(text, unclosed.start()), "Expected char '}'")
    starts = list(_STATEMENT.finditer(text))
    lead = text[: starts[0].start()] if starts else text
    if lead.strip():
        raise ShrinkingFault(_line(text, len(lead) - len(lead.lstrip())), "Expected char '-'")
    line, counted = 1, 0
    for start, following in zip_longest(starts, starts[1:]):
        line += text.count("\n", counted, start.start())
        counted = start.start()
        yield line, start[1], text[start.end() : following.start() if following else None]


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _keep_rule(line: int, argument: str) -> tuple[KeepRule | None, frozenset[str]]:
    """Return the rule and its modifiers; no rule where an annotation is asked for, which no class is known to have.

    Raises:
        ShrinkingFault: No sort of class, no name, or something else than members behind it.
    """
    modifiers = _MODIFIERS.match(argument)
    rest = argument[modifiers.end() :] if modifiers else argument
    kind = _CLASS.match(rest)
    if kind is None:
        raise ShrinkingFault(line, CLASS_EXPECTED.value)
    specification = _SPECIFICATION.fullmatch(rest, kind.end())
    names = _names(specification[1]) if specification else []
    if specification is None or not all(map(_CLASS_NAME.fullmatch, names)):
        raise ShrinkingFault(
            line, f'Expected class name, then optional members in braces: "{rest[kind.end() :].strip()[:80]}"'
        )
    words = frozenset(re.findall("[a-z]+", modifiers[0])) if modifiers else frozenset()
    is_annotated = "@" in kind[0].replace("@interface", "")
    return None if is_annotated else KeepRule(tuple(names), specification[2] or ""), words


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


@lru_cache(maxsize=4096)
def _fits(pattern: str, class_name: str) -> bool:
    """Return whether the name fits: `?` is a letter, `*` any number of them, both without dots; `**` anything."""
    # Per the ProGuard manual a lone * stands for all classes, whatever their package.
    tokens = ["**"] if pattern == "*" else _WILDCARD.findall(pattern)
    # All places that can be reached are walked at once, so that no pattern takes long.
    places = _past_stars(tokens, {0})
    for letter in class_name:
        places = _past_stars(tokens, {after for at in places for after in _next_places(tokens, at, letter)})
    return len(tokens) in places


def _past_stars(tokens: list[str], places: set[int]) -> set[int]:
    reached = set(places)
    for at in range(len(tokens)):
        if at in reached and tokens[at][0] == "*":
            reached.add(at + 1)
    return reached


def _next_places(tokens: list[str], at: int, letter: str) -> tuple[int, ...]:
    token = tokens[at] if at < len(tokens) else ""
    if token.startswith("**") or (token == "*" and letter != "."):
        return (at,)
    return (at + 1,) if token == letter or (token == "?" and letter != ".") else ()


def _short_name(class_name: str) -> str:
    """Return a name such as `a.b.cd`, drawn from the old one so that it never changes."""
    # Differs: R8 numbers the classes of the whole app; that it is another, short name is all that matters here.
    letters = [chr(ord("a") + byte % 26) for byte in blake2b(class_name.encode(), digest_size=4).digest()]
    return f"{letters[0]}.{letters[1]}.{letters[2]}{letters[3]}"
