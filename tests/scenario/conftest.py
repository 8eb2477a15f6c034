"""Readers of scenarios that use the small vocabulary."""

from pathlib import Path

import pytest

from simulator.scenario.errors import ScenarioErrors
from simulator.scenario.loader import scenario_of_text
from simulator.scenario.model import Scenario
from simulator.scenario.names import Vocabulary
from tests.scenario.small_steps import BEGIN, TOP, VOCABULARY, Load, Wrong


@pytest.fixture
def vocabulary() -> Vocabulary:
    return VOCABULARY


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Read the text of a scenario; a text without `steps:` gets steps, one without `name:` a head."""

    def read(text: str) -> Scenario:
        whole = (text if "name:" in text else TOP + text) + ("" if "steps:" in text else BEGIN)
        return scenario_of_text(tmp_path / "scenario.yaml", whole, VOCABULARY)

    return read


@pytest.fixture
def wrong(load: Load) -> Wrong:
    """Read the text of a scenario that is wrong, and return its mistakes without file and line."""

    def read(text: str) -> list[str]:
        with pytest.raises(ScenarioErrors) as caught:
            load(text)
        return [f"{error.path}: {error.what}" for error in caught.value.errors]

    return read
