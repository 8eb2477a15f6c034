"""The description of the control API, made of the very types that it takes and gives, and of the steps themselves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

import msgspec

from simulator.scenario.json_schema import Kind, schema_of
from simulator.scenario.names import Vocabulary
from simulator.serve import api

NUMBER_MAX = 10**18 - 1
"""Of a record, and of how many are wanted."""
REFERENCE = "#/components/schemas/{name}"


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that the control API does.

    Attributes:
        path: Behind `/_sim`; `{name}` stands for what it is about.
        run: Does it.
        summary: In one line.
        gives: Type of the answer; `None` for one that is not described by a type.
        takes: Type of the body; `None` for none.
        query: Parameters and what they mean.
        status: Of success.
        refusals: Further statuses, beside 400, 401 and 403.
        media_type: Of the answer.
    """

    method: str
    path: str
    run: Callable[[Any], None]
    summary: str
    gives: Any = None
    takes: Any = None
    query: Mapping[str, str] = field(default_factory=dict)
    status: HTTPStatus = HTTPStatus.OK
    refusals: Sequence[HTTPStatus] = ()
    media_type: str = "application/json"


def describe(operations: Sequence[Operation], vocabulary: Vocabulary) -> Mapping[str, Any]:
    """Return the OpenAPI 3.1 document of *operations*; steps are described as editors have them for scenarios."""
    types = [one for operation in operations for one in (operation.gives, operation.takes) if one is not None]
    wanted = [one for one in types if one is not Any]
    schemas, components = msgspec.json.schema_components([*wanted, api.Failure], ref_template=REFERENCE)
    by_type = dict(zip(map(str, wanted), schemas, strict=False))
    components = {**_of_scenarios(vocabulary), **components}
    failure = {"application/json": {"schema": schemas[-1]}}
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(f"/_sim{operation.path}", {})[operation.method.lower()] = _described(
            operation, by_type, failure
        )
    return {
        "openapi": "3.1.0",
        "info": {"title": "pushsim control API", "version": version("pushsim")},
        "servers": [
            {"url": "/", "description": "the main world"},
            {
                "url": "/w/{world}",
                "description": "a named world",
                "variables": {"world": {"default": "mine", "description": "its name"}},
            },
        ],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "what --token says"}},
        },
        "security": [{}, {"token": []}],
    }


def _of_scenarios(vocabulary: Vocabulary) -> Mapping[str, Any]:
    """Return the parts of the schema of scenarios, `steps` and `world` among them, as components of this document."""
    parts = dict(schema_of(Kind.SCENARIO, vocabulary)["definitions"])
    parts["world"] = {**schema_of(Kind.WORLD, vocabulary)}
    parts |= parts["world"].pop("definitions")
    del parts["world"]["$schema"]
    text = msgspec.json.encode(parts)
    moved: Mapping[str, Any] = msgspec.json.decode(text.replace(b'"#/definitions/', b'"#/components/schemas/'))
    return moved


def _described(operation: Operation, by_type: Mapping[str, Any], failure: Mapping[str, Any]) -> Mapping[str, Any]:
    answer: dict[str, Any] = {"description": operation.summary}
    if operation.gives is not None:
        answer["content"] = {operation.media_type: {"schema": by_type[str(operation.gives)]}}
    acts = {HTTPStatus.INSUFFICIENT_STORAGE} if operation.method != "GET" else set()
    statuses = {*acts, HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, *operation.refusals}
    told: dict[str, Any] = {
        "summary": operation.summary,
        "responses": {
            str(int(operation.status)): answer,
            **{str(int(one)): {"description": one.phrase, "content": failure} for one in sorted(statuses)},
        },
    }
    parameters = [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": what,
            "schema": {"type": "integer", "minimum": 0, "maximum": NUMBER_MAX},
        }
        for name, what in operation.query.items()
    ]
    if "{name}" in operation.path:
        parameters.append(
            {"name": "name", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        )
    if parameters:
        told["parameters"] = parameters
    if operation.takes is not None:
        is_steps = operation.takes is Any
        steps = {"anyOf": [{"$ref": REFERENCE.format(name="steps")}, {"type": "string", "description": "their YAML"}]}
        schema = steps if is_steps else by_type[str(operation.takes)]
        told["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return told
