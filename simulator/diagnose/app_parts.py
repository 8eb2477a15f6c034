"""What a ticket holds of the app itself: its manifest and its shrinking rules, held against the vendor's guide."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from simulator.causes.words import Words
from simulator.device.app.manifest import Manifest
from simulator.device.app.shrinking import ShrinkingRules
from simulator.diagnose.evidence import TEXT_LENGTH_MAX, Evidence
from simulator.diagnose.facts import Facts
from simulator.diagnose.looked_up import Place
from simulator.diagnose.masking import masked
from simulator.diagnose.sign import weights
from simulator.diagnose.signs import signs
from simulator.report.app_lint import hold_against_guide
from simulator.vendors import VENDORS

_LACKS: Final = weights("manifest 3.5, app_integration 1")
_RENAMED: Final = weights("proguard 6")
_ABSENT: Final = weights("manifest 2, app_integration 2")


_BRANCHES_MIN: Final = 2


@dataclass(frozen=True, slots=True)
class ManifestPart:
    """A manifest and where it stands."""

    file: str
    text: str
    manifest: Manifest

    def line_of(self, name: str) -> int:
        """Return the first line that names *name*, as it is or without the package; 0 where none does."""
        short = name.removeprefix(self.manifest.package)
        lines = enumerate(self.text.splitlines(), 1)
        return next((number for number, line in lines if f'"{name}"' in line or f'"{short}"' in line), 0)


@dataclass(frozen=True, slots=True)
class RulesPart:
    """Shrinking rules and where they stand."""

    file: str
    rules: ShrinkingRules


class AppParts:
    """Filled by the readers; the last of each kind counts.

    Attributes:
        manifest: What the app declares.
        rules: What its build keeps.
        branches: Where its source code first tells each vendor's phones apart.
    """

    def __init__(self) -> None:
        """Hold nothing."""
        self.manifest: ManifestPart | None = None
        self.rules: RulesPart | None = None
        self.branches: dict[str, Place] = {}
        self._noted: list[tuple[str, str, Place]] = []

    def note(self, vendor: str, sign: str, place: Place) -> None:
        """Keep a *sign* of the source code that counts where the ticket is about *vendor*."""
        self._noted.append((vendor, sign, place))

    def evidence(self, facts: Facts) -> Iterator[Evidence]:
        """Walk what is wrong with the app where the ticket is about the vendor that it is about."""
        if vendor := next(iter(facts.vendors), ""):
            yield from self._of_source(vendor)
            yield from self._of_manifest(vendor)

    def _of_source(self, vendor: str) -> Iterator[Evidence]:
        if len(self.branches) >= _BRANCHES_MIN and vendor not in self.branches:
            yield _evidence("source.branch_missing", list(self.branches.values())[-1])
        yield from (_evidence(sign, place) for of, sign, place in self._noted if of == vendor)

    def _of_manifest(self, vendor: str) -> Iterator[Evidence]:
        """Walk what the manifest lacks of the vendor's guide."""
        if self.manifest is None:
            return
        part, rules = self.manifest, self.rules
        held = hold_against_guide(part.manifest, vendor, rules=None if rules is None else rules.rules)
        source = VENDORS[vendor].demo.manifest_source
        if not held.is_integrated:
            means = Words(
                f"the manifest holds nothing of the {vendor} guide ({source})", f"清单中没有 {vendor} 指南要求的配置"
            )
            yield Evidence(part.file, 0, "", means, "manifest.vendor_absent", _ABSENT)
            return
        for lack in held.lacks:
            is_renamed = rules is not None and held.own is not None and not rules.rules.keeps(held.own.name)
            if is_renamed and held.own is not None and rules is not None and lack.name == held.own.name:
                means = Words(f"{lack.name}: {lack.what}", f"{lack.name} 会被混淆改名，需要 keep")
                yield Evidence(rules.file, 0, lack.name, means, f"shrinking.renames.{lack.name}", _RENAMED)
                continue
            means = Words(f"{lack.name}: {lack.what} ({source})", f"清单不符合 {vendor} 指南：{lack.name}")
            yield Evidence(
                part.file, part.line_of(lack.name), str(lack.name), means, f"manifest.lacks.{lack.name}", _LACKS
            )


def _evidence(sign: str, place: Place) -> Evidence:
    known = signs()[sign]
    return Evidence(place.file, place.line, masked(place.text)[:TEXT_LENGTH_MAX], known.means, sign, known.speaks)
