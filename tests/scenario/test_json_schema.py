"""The schema for editors: it takes what the loader takes, and refuses what a schema can know to be wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from simulator.runner.suite import vocabulary
from simulator.scenario.containers import json_value
from simulator.scenario.document import read_document
from simulator.scenario.errors import ScenarioErrors
from simulator.scenario.json_schema import Kind, schema_of, schema_text
from simulator.scenario.loader import scenario_of_text
from simulator.world.spec import WorldSpec

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "simulator/scenario/scenario.schema.json"
SCENARIOS = sorted(path for path in (ROOT / "scenarios").rglob("*.yaml") if not path.name.startswith("_"))
ERRORS = ROOT / "tests/errors"

BEYOND_A_SCHEMA = {
    "names that the scenario itself brings in": (
        *("group_misspelt", "misspelt_phone_without_list", "misspelt_user", "no_phone_at_all", "unknown_user"),
        *("phone_that_is_not_listed", "user_as_number", "full_width_quotes_around_name", "space_with_a_model"),
        *("new_name_in_chinese_quotes", "phone_misspelt_where_it_is_listed", "group_misspelt_where_it_is_listed"),
        *("name_in_full_width", "name_in_two_alphabets", "name_much_too_long", "name_with_an_invisible_character"),
        *("no_expectation", "vendors_missing", "vendors_missing_with_models", "space_of_a_space"),
    ),
    "placeholders and what fits where they stand": (
        *("matrix_axis_reserved", "matrix_axis_unused", "matrix_exclude_of_nothing", "matrix_excludes_all"),
        *("matrix_of_nested_values", "matrix_of_too_many_cells", "matrix_row_with_a_hole", "matrix_value_twice"),
        *("matrix_value_of_another_type", "placeholder_in_full_width", "placeholder_inside_a_text"),
        *("placeholder_misspelt", "placeholder_not_closed", "placeholder_without_matrix"),
        "rows_of_a_matrix_as_a_map",
        *("faker_and_matrix_of_one_name", "matrix_excludes_all_for_its_vendor", "matrix_excludes_for_another_vendor"),
    ),
    "other files": (
        *("fragment_misspelt", "fragment_of_a_list", "fragment_of_a_value_too_many", "fragment_of_another_type"),
        *("fragment_outside_the_suite", "fragment_placeholder_misspelt", "fragment_that_is_no_yaml"),
        *("fragment_with_a_mistake", "fragment_with_a_world_part", "fragment_without_a_value"),
        *("fragments_in_a_circle", "suite_default_misspelt", "expectation_of_a_json_file"),
        *("manifest_misspelt", "manifest_of_a_broken_apk", "manifest_of_home", "manifest_on_a_drive"),
        *("manifest_outside_the_suite", "manifest_that_is_a_folder", "manifest_that_is_no_xml"),
        *("manifest_that_is_not_there", "manifest_with_absolute_path"),
        *("shrinking_rules_of_a_phone_not_there", "shrinking_rules_that_r8_refuses"),
    ),
    "the calendar, and how long is too long": (
        "duration_too_long",
        "date_in_full_width_digits",
        "date_that_has_passed",
        "start_long_ago",
        "start_on_no_day",
        "unknown_timezone",
    ),
    "values that contradict each other": (
        *("message_to_nobody", "message_to_user_and_group", "more_phones_than_the_policy_allows"),
        *("statement_twice", "vendor_twice", "vendors_empty", "code_beside_a_status"),
    ),
    "what a world has, and who talks to whom": ("vendor_that_is_not_here", "two_that_are_not_linked"),
    "whose code it is": (
        *("code_mistyped", "code_of_another_vendor", "code_of_each_vendor", "code_over_a_link_without_a_vendor"),
    ),
    "keys that stand twice, which editors find themselves": ("field_twice", "steps_twice", "top_key_twice"),
}


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return schema_of(Kind.SCENARIO, vocabulary())


@pytest.fixture(scope="module")
def validator(schema: dict[str, Any]) -> Draft7Validator:
    return Draft7Validator(schema)


def test_the_shipped_schema_is_that_of_this_program(must_be_the_table: Callable[[str, str], None]) -> None:
    must_be_the_table(str(SHIPPED), schema_text(Kind.SCENARIO, vocabulary()))


@pytest.mark.parametrize("kind", Kind)
def test_the_schema_of_each_kind_of_file_is_one(kind: Kind) -> None:
    made = schema_of(kind, vocabulary())
    Draft7Validator.check_schema(made)
    pointers = set(_pointers(made))
    assert pointers == {f"#/definitions/{name}" for name in made["definitions"]}


def _pointers(part: Any) -> list[str]:
    if isinstance(part, list):
        return [pointer for item in part for pointer in _pointers(item)]
    if not isinstance(part, dict):
        return []
    inner = [pointer for value in part.values() for pointer in _pointers(value)]
    return [part["$ref"], *inner] if isinstance(part.get("$ref"), str) else inner


def test_every_shipped_scenario_is_valid(validator: Draft7Validator) -> None:
    wrong = {path.name for path in SCENARIOS if not validator.is_valid(json_value(read_document(path).root))}
    assert not wrong
    assert len(SCENARIOS) > 400


def test_shipped_fragments_and_suites_are_valid() -> None:
    for kind, name in ((Kind.FRAGMENT, "_log_in.yaml"), (Kind.SUITE, "_suite.yaml")):
        document = json_value(read_document(ROOT / "scenarios/language" / name).root)
        Draft7Validator(schema_of(kind, vocabulary())).validate(document)


def test_a_broken_scenario_is_refused_where_a_schema_can_know(validator: Draft7Validator) -> None:
    taken: set[str] = set()
    refused = 0
    for path in ERRORS.glob("*/scenario.yaml"):
        try:
            document = json_value(read_document(path).root)
        except ScenarioErrors:
            continue
        if validator.is_valid(document):
            taken.add(path.parent.name)
        else:
            refused += 1
    assert taken == {name for names in BEYOND_A_SCHEMA.values() for name in names}
    assert refused >= 100


def test_every_step_has_a_description_and_an_example_that_is_valid(
    schema: dict[str, Any], validator: Draft7Validator
) -> None:
    verbs = schema["definitions"]["step"]["anyOf"][0]["properties"]
    assert verbs.keys() == {*vocabulary().steps, "use"}
    for verb, step in verbs.items():
        assert step.get("description") or "$ref" in str(step), f"{verb} has no description"
        for example in step.get("examples", []):
            validator.validate({"name": "x", "steps": [{verb: example}]})


def test_every_field_of_a_world_has_a_description_or_a_definition(schema: dict[str, Any]) -> None:
    bare = [
        name
        for name, field in schema["properties"].items()
        if not field.get("description") and "$ref" not in str(field)
    ]
    assert bare == []
    assert set(WorldSpec.__struct_fields__) <= schema["properties"].keys()


@pytest.mark.parametrize(
    "wrong",
    [
        "steps: [{must_arrive: {phone: bob_phone, wihtin: 60s}}]",
        "steps: [{must_arive: bob_phone}]",
        "steps: [{wait: 10}]",
        "steps: [{kill_app: {phone: p, by: swip}}]",
        "steps: [{must_not_arrive: {phone: p, because: logged}}]",
        "steps: [{wait: 1s, at: 10:00}]",
        "vendors: [viv]\nsteps: [{wait: 1s}]",
        "certificates: {vivo: {master_secret: x}}\nsteps: [{wait: 1s}]",
        "phones: {p: {android: 99}}\nsteps: [{wait: 1s}]",
        "matrix: []\nsteps: [{wait: 1s}]",
        "steps: []",
    ],
)
def test_what_an_editor_underlines(wrong: str, validator: Draft7Validator, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(f"name: x\n{wrong}\n", encoding="utf-8")
    assert not validator.is_valid(json_value(read_document(path).root))
    with pytest.raises(ScenarioErrors):
        scenario_of_text(path, f"name: x\n{wrong}\n", vocabulary())
