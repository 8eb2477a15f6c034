"""Full-width punctuation of Chinese input methods, where YAML needs the plain characters."""

import re
import unicodedata
from collections.abc import Mapping

NAMES: Mapping[str, tuple[str, str]] = {
    "：": ("a full-width colon", '":" and a space'),
    "﹕": ("a small colon", '":" and a space'),
    "，": ("a full-width comma", '"," and a space'),
    "；": ("a full-width semicolon", '"," and a space'),
    "、": ("a Chinese enumeration comma", '"," and a space'),
    "“": ("a Chinese quotation mark", "a plain quotation mark, or none"),
    "”": ("a Chinese quotation mark", "a plain quotation mark, or none"),
    "‘": ("a Chinese quotation mark", "a plain quotation mark, or none"),
    "’": ("a Chinese quotation mark", "a plain quotation mark, or none"),
    "「": ("a Chinese quotation mark", "a plain quotation mark, or none"),
    "」": ("a Chinese quotation mark", "a plain quotation mark, or none"),
    "｛": ("a full-width brace", '"{"'),
    "｝": ("a full-width brace", '"}"'),
    "［": ("a full-width bracket", '"["'),
    "］": ("a full-width bracket", '"]"'),
    "【": ("a full-width bracket", '"["'),
    "】": ("a full-width bracket", '"]"'),
    "－": ("a full-width hyphen", '"-"'),
    "—": ("a dash", '"-"'),
    "–": ("a dash", '"-"'),
    "『": ("a Chinese quotation mark", "a plain quotation mark, or none"),
    "』": ("a Chinese quotation mark", "a plain quotation mark, or none"),
    "＝": ("a full-width equals sign", '":" and a space'),
    "＃": ("a full-width number sign", '"#"'),
    "＞": ("a full-width greater-than sign", '">"'),
    "\u3000": ("a full-width space", "plain spaces"),
    "\u00a0": ("a no-break space", "a plain space"),
}
"""What a character is, and what to write instead."""

_ANY = re.compile(f"[{''.join(NAMES)}]")
_PLAIN_QUOTES = str.maketrans("“”‘’「」【】—–", '""\'\'""[]--')

# Where YAML needs punctuation, each pattern has in its group the character that should be a plain one.
_IN_PLACE_OF_SYNTAX = (
    re.compile(r"^ *([\u3000\u00a0])"),
    re.compile(r"^ *([－—–])"),
    re.compile(r"(?:^|[-{,，｛] *)[\"“]?\w+[\"”]?([：﹕])", re.ASCII),
    re.compile(r"^[ -]*[\w\"]+:([\u3000\u00a0])"),
    re.compile(r": *([｛［【])"),
    re.compile(r": *([“‘「『])"),
    re.compile(r"[{\[][^\"']*?([，、；：＝｝］】“”‘’「」『』\u3000\u00a0])"),
    re.compile(r"^ *-? *([｛［【“‘「『])"),
)


def plain(text: str) -> str:
    """Return *text* with full-width characters replaced by their plain ones."""
    return unicodedata.normalize("NFKC", text.translate(_PLAIN_QUOTES))


def seen(text: str) -> str:
    """Return *text* as people see it: without invisible characters, with plain ones for full-width and the like."""
    if text.isascii() and text.isprintable():
        return text.strip()
    shown = "".join(one for one in unicodedata.normalize("NFKC", text) if not _is_invisible(one))
    return unicodedata.normalize("NFC", shown).strip()


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} or character in _VARIATION_SELECTORS


_VARIATION_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK")
"""Those with letters that look alike."""


def alphabets_of(text: str) -> list[str]:
    """Return which alphabets with letters that look alike *text* is written in, for people."""
    if text.isascii():
        return ["Latin"] if any(map(str.isalpha, text)) else []
    names = {unicodedata.name(one, "").partition(" ")[0] for one in text}
    return [name.capitalize() for name in _ALPHABETS if name in names]


def first_in(text: str) -> str | None:
    """Return the first character of *text* that was probably meant as plain punctuation."""
    match = _ANY.search(text)
    return match[0] if match else None


def column_of_misplaced(line: str) -> int | None:
    """Return where, from 0, *line* has a full-width character in a place where YAML needs a plain one."""
    columns = [match.start(1) for pattern in _IN_PLACE_OF_SYNTAX if (match := pattern.search(line))]
    return min(columns, default=None)


def advice(text: str) -> str | None:
    """Return what to do about the first character of *text* that was probably meant as plain punctuation."""
    character = first_in(text)
    return None if character is None else f"{what(character)}; {instead(character)}"


def what(character: str) -> str:
    """Return the claim about *character*, one of `NAMES`."""
    shown = character if not character.isspace() else f"U+{ord(character):04X}"
    return f'"{shown}" is {NAMES[character][0]}'


def instead(character: str) -> str:
    """Return what to do about *character*, one of `NAMES`."""
    return f"write {NAMES[character][1]}"
