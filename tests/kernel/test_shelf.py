import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from simulator.kernel.shelf import Shelf


class Shop:
    """A folder on Python's path, with a package of things and whatever outside packages a test adds."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._folder = folder
        self.module(f"{name}/__init__", "")

    def module(self, path: str, text: str) -> None:
        file = self._folder / f"{path}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8")

    def outside(self, distribution: str, **things: str) -> None:
        meta = self._folder / f"{distribution}-1.0.dist-info"
        meta.mkdir()
        (meta / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n", encoding="utf-8")
        points = [f"[{self.name}]", *(f"{name} = {module}" for name, module in things.items())]
        (meta / "entry_points.txt").write_text("\n".join(points), encoding="utf-8")

    def shelf(self) -> Shelf[str]:
        return Shelf(self.name, "THING", str)


@pytest.fixture
def shop(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.syspath_prepend(tmp_path)
    # A package of its own for each test, so that no module of another one is found in its place.
    name = f"shop_{request.node.name.partition('[')[0]}"
    yield Shop(tmp_path, name)
    for module in [module for module in sys.modules if module.partition(".")[0] in {name, "outsider"}]:
        del sys.modules[module]


def test_modules_of_the_package_are_found_under_their_own_names_sorted(shop: Shop):
    shop.module(f"{shop.name}/pear", "THING = 'a pear'")
    shop.module(f"{shop.name}/apple", "THING = 'an apple'")
    shop.module(f"{shop.name}/_peel", "raise AssertionError('not a thing')")
    shelf = shop.shelf()
    assert dict(shelf) == {"apple": "an apple", "pear": "a pear"}
    assert (list(shelf), len(shelf), "_peel" in shelf) == (["apple", "pear"], 2, False)


def test_folder_is_a_thing_too(shop: Shop):
    shop.module(f"{shop.name}/basket/__init__", "THING = 'a basket'")
    assert shop.shelf()["basket"] == "a basket"


def test_module_is_imported_when_its_thing_is_asked_for_and_not_before(shop: Shop):
    shop.module(f"{shop.name}/broken", "raise LookupError('imported')")
    shop.module(f"{shop.name}/whole", "THING = 'whole'")
    shelf = shop.shelf()
    assert ("broken" in list(shelf), shelf["whole"]) == (True, "whole")
    with pytest.raises(LookupError, match="imported"):
        shelf["broken"]


def test_unknown_name_is_a_key_error(shop: Shop):
    assert shop.shelf().get("nothing") is None
    with pytest.raises(KeyError):
        shop.shelf()["nothing"]


def test_module_that_does_not_declare_the_thing_is_refused_by_name(shop: Shop):
    shop.module(f"{shop.name}/number", "THING = 7")
    shop.module(f"{shop.name}/empty", "")
    for name in ("number", "empty"):
        with pytest.raises(TypeError, match=f"{shop.name}.{name} does not declare THING, a str"):
            shop.shelf()[name]


def test_outside_package_adds_a_thing_through_an_entry_point(shop: Shop):
    shop.module(f"{shop.name}/pear", "THING = 'a pear'")
    shop.module("outsider", "THING = 'a banana'")
    shop.outside("fruit", banana="outsider")
    assert dict(shop.shelf()) == {"banana": "a banana", "pear": "a pear"}


def test_entry_point_cannot_take_the_place_of_a_thing(shop: Shop):
    shop.module(f"{shop.name}/pear", "THING = 'a pear'")
    shop.outside("fruit", pear="outsider")
    with pytest.raises(ValueError, match=f'the entry point "pear" of "{shop.name}" is there already'):
        list(shop.shelf())


def test_two_outside_packages_cannot_share_a_name(shop: Shop):
    shop.outside("fruit", banana="outsider")
    shop.outside("more_fruit", banana="outsider")
    with pytest.raises(ValueError, match='"banana"'):
        list(shop.shelf())
