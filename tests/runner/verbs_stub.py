"""Makes `simulator/runner/verbs.pyi`: what type checkers and editors see of the steps, from the shelf."""

import inspect
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

import msgspec
import msgspec.inspect as mi

from simulator.kernel.units import Duration
from simulator.scenario.step import Step
from simulator.scenario.steps import STEPS
from simulator.world.spec import WorldSpec

ROOT = Path(__file__).parents[2]
PATH = ROOT / "simulator/runner/verbs.pyi"
HEAD = '''\
"""Made from the shelf of steps by `make tables`; see verbs.py."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, Required, TypedDict

from simulator.kernel.trace import Record
from simulator.kernel.units import Duration
'''
STEP = '''
    def step(self, verb: str, /, *short: object, **fields: object) -> list[Record]:
        """Play the step called *verb*, be it of this package or of another one."""
'''


class Stub:
    """Gathers what the methods need."""

    def __init__(self) -> None:
        self.imports: set[tuple[str, str]] = set()
        self.words: dict[str, str] = {}
        self.maps: dict[str, str] = {}

    def text(self) -> str:
        methods = "".join(self.method(verb, cls) for verb, cls in own_steps().items())
        world = self.fields_of("WorldFields", WorldSpec, is_whole=False)
        imports = "".join(f"from {module} import {name}\n" for module, name in sorted(self.imports))
        words = "".join(f"{name} = {text}\n" for name, text in sorted(self.words.items()))
        maps = "".join(text for _, text in sorted(self.maps.items()))
        doc = '"""Steps as methods."""'
        return formatted(f"{HEAD}{imports}\n{words}\n{maps}\n{world}\nclass Verbs:\n    {doc}\n{STEP}{methods}")

    def method(self, verb: str, cls: type[Step]) -> str:
        shorthand = getattr(cls, "shorthand", None)
        alone, others = [], []
        for info in msgspec.structs.fields(cls):
            if info.name == getattr(cls, "rest", None):
                continue
            written = f"{info.name}: {self.typed(mi.type_info(info.type))}{'' if info.required else ' = ...'}"
            (alone if shorthand in {info.name, info.encode_name} else others).append((not info.required, written))
        names = [text for _, text in (*alone, (False, "*"), *sorted(others, key=lambda one: one[0]))]
        names.append("pause: Duration | str = ...")
        if (rest := getattr(cls, "rest", None)) is not None:
            [info] = [info for info in msgspec.structs.fields(cls) if info.name == rest]
            described = mi.type_info(info.type)
            while isinstance(described, mi.Metadata):
                described = described.type
            assert isinstance(described, mi.DictType)
            names.append(f"**{rest}: {self.typed(described.value_type)}")
        about = textwrap.indent(inspect.cleandoc(cls.__doc__ or ""), "        ").lstrip()
        end = "\n        " if "\n" in about else ""
        return f'\n    def {verb}(self, {", ".join(names)}) -> list[Record]:\n        """{about}{end}"""\n'

    def typed(self, info: mi.Type) -> str:  # noqa: C901, PLR0911  # one way for each kind of type
        match info:
            case mi.Metadata(type=inner):
                return self.typed(inner)
            case mi.UnionType(types=options):
                return " | ".join(dict.fromkeys(self.typed(option) for option in options))
            case mi.NoneType():
                return "None"
            case mi.LiteralType(values=values):
                return f"Literal[{', '.join(map(repr, values))}]"
            case mi.EnumType(cls=cls):
                return self.enum(cls)
            case mi.StructType(cls=cls):
                if cls.__name__ not in self.maps:
                    self.maps[cls.__name__] = self.fields_of(f"{cls.__name__}Fields", cls)
                short = [one for one in msgspec.structs.fields(cls) if one.name == getattr(cls, "shorthand", None)]
                alone = [self.typed(mi.type_info(one.type)) for one in short]
                return " | ".join(
                    dict.fromkeys([f"{cls.__name__}Fields", *" | ".join(alone).split(" | ")])
                ).removesuffix(" | ")
            case mi.VarTupleType(item_type=item) | mi.ListType(item_type=item) | mi.FrozenSetType(item_type=item):
                return f"Sequence[{self.typed(item)}]"
            case mi.DictType(key_type=key, value_type=value):
                return f"Mapping[{self.typed(key)}, {self.typed(value)}]"
            case mi.CustomType(cls=cls) if issubclass(cls, Duration):
                return "Duration | str"
        return {mi.StrType: "str", mi.IntType: "int", mi.BoolType: "bool"}.get(type(info), "Any")

    def enum(self, cls: type[Enum]) -> str:
        self.imports.add((cls.__module__, cls.__name__))
        name = f"{cls.__name__}Word"
        self.words[name] = f"Literal[{', '.join(repr(str(one.value)) for one in cls)}]"
        return f"{cls.__name__} | {name}"

    def fields_of(self, name: str, cls: type[msgspec.Struct], *, is_whole: bool = True) -> str:
        """Return the typed map that stands for a part of a step, or of the world."""
        self.maps.setdefault(cls.__name__, "")
        rest = getattr(cls, "rest", None)
        fields = [info for info in msgspec.structs.fields(cls) if info.name != rest]
        if rest is not None:
            # A typed map has no place for keys of any name.
            return f"{name} = Mapping[str, Any]\n"
        lines = [
            f"{info.encode_name!r}: {'Required' if info.required and is_whole else 'NotRequired'}"
            f"[{self.typed(mi.type_info(info.type))}],"
            for info in fields
        ]
        return f"{name} = TypedDict({name!r}, {{{' '.join(lines)}}})\n"


def own_steps() -> Mapping[str, type[Step]]:
    return {verb: cls for verb, cls in STEPS.items() if cls.__module__.startswith("simulator.")}


def formatted(text: str) -> str:
    for words in (("check", "--fix", "--quiet", "--select", "I,F401,UP013"), ("format",)):
        command = [sys.executable, "-m", "ruff", *words, "--stdin-filename", "simulator/runner/verbs.pyi", "-"]
        done = subprocess.run(command, input=text, capture_output=True, check=True, encoding="utf-8", cwd=ROOT)
        text = done.stdout
    return text


def verbs_stub() -> str:
    return Stub().text()
