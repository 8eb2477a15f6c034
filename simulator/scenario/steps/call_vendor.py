"""Somebody's own server makes a request of a vendor's HTTP API that is no push to a phone's regId."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

import msgspec

from simulator.network.http import Request
from simulator.push.certificate import Certificate
from simulator.scenario import consoles
from simulator.scenario.calling import Each, Every, FromAnswer, Times, answered, bodies
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step, Waits
from simulator.scenario.steps.send_to_vendor import ANSWERED, record_answer, reg_id_of
from simulator.world.fields import PhoneName, VendorName
from simulator.world.spec import Spec


class UploadedFile(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file as one uploads it."""

    shorthand = "begins"

    begins: Annotated[
        str, msgspec.Meta(pattern="^([0-9a-f]{2})*$", description="its first bytes in hexadecimal: 89504e470d0a1a0a")
    ] = ""
    length: Annotated[int, msgspec.Meta(ge=0, le=8_000_000, description="in bytes; the rest of them are zero")] = 0

    @property
    def content(self) -> bytes:
        """Its bytes."""
        return bytes.fromhex(self.begins).ljust(self.length, b"\0")


class CallVendor(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """POST to the vendor's HTTP API, authenticated: for tags, broadcasts, and whatever else has a path of its own.

    Attributes:
        vendor: The case's where it is left out.
        app: Whose credentials it has, one of `other_apps:`; the push app's own where it is left out.
        path: From `/` on; `{app_id}` stands for that of the push app, and so do names of other fields, where the
            vendor has them in its paths.
        body: Fields of the request, by the vendor's own names; a text is sent as it is written.
        body_hex: What is sent instead, byte for byte, where it is no text.
        files: What is uploaded as parts of a form, by their names, beside the fields of the body.
        method: Where it is not the one that the call has.
        host: Another one of the vendor's hosts.
        query: Parameters of the URL that are to be other than right.
        headers: Those that are to be other than right; one of an empty text is left out, and its own name in braces
            stands for what would be right.
        credentials: Those that are to be other than right, by the names of the certificate form.
        reg_ids: Fields that are a regId or a list of them, with the phones whose regIds they are.
    """

    shorthand = None

    vendor: VendorName | None = None
    app: str | None = None
    path: str
    body: Any = {}
    body_hex: Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{2})+$")] | None = None
    files: dict[str, UploadedFile] = {}
    method: Annotated[str, msgspec.Meta(pattern="^[A-Z]+$")] | None = None
    host: str | None = None
    query: dict[str, str] = {}
    headers: dict[str, str] = {}
    credentials: dict[str, str] = {}
    from_answer: FromAnswer = ()
    reg_ids: dict[str, PhoneName | tuple[PhoneName, ...]] = {}
    times: Times = 1
    each: Each = {}
    every: Every = None

    def play(self, stage: Stage) -> Waits:
        """Do it.

        Raises:
            ExpectationFailed: A phone has no regId, there is no such app, the vendor's sender makes no such requests,
                or no answer has had a field.
        """
        world = stage.world
        name = self.vendor or world.vendor
        certificate = Certificate(0, name, {**consoles.app_of(world, name, self.app).values, **self.credentials})
        named = {
            field: reg_id_of(stage, name, phones)
            if isinstance(phones, str)
            else [reg_id_of(stage, name, phone) for phone in phones]
            for field, phones in self.reg_ids.items()
        }
        given: Mapping[str, Any] = {}
        if self.from_answer:
            texts = (one.data["text"] for one in world.trace if one.name == ANSWERED)
            given = answered(map(_object, texts), self.from_answer, "the vendor's")
        fields = self.body if isinstance(self.body, dict) else {}
        for number, body in enumerate(bodies({**fields, **given, **named}, self.each, self.times)):
            if number and self.every:
                yield stage.wait(self.every)
            try:
                world.own_senders[name].call_api(
                    certificate, self.path, body, lambda result: record_answer(world, result), self._changed
                )
            except NotImplementedError as unknown:
                raise ExpectationFailed(str(unknown), [("next", "push with send_to_vendor")]) from unknown

    def _changed(self, request: Request) -> Request:
        """Return *request* with all that is to be other than right."""
        right = {name: request.header(name) or "" for name in self.headers}
        wanted = {name: value.replace(f"{{{name}}}", right[name]) for name, value in self.headers.items()}
        names = {name.lower() for name in wanted}
        headers = [(name, value) for name, value in request.headers if name.lower() not in names]
        query = {**dict(parse_qsl(request.query, keep_blank_values=True)), **self.query}
        if self.files:
            headers = [(name, value) for name, value in headers if name.lower() != "content-type"]
            headers.append(("Content-Type", f"multipart/form-data; boundary={_BOUNDARY}"))
        return request._replace(
            method=self.method or request.method,
            host=self.host or request.host,
            query=urlencode(query) if self.query else request.query,
            headers=(*headers, *((name, value) for name, value in wanted.items() if value)),
            body=self._body(request),
        )

    def _body(self, request: Request) -> bytes:
        if self.body_hex is not None:
            return bytes.fromhex(self.body_hex)
        if self.files:
            return _multipart(self.body, self.files)
        return request.body if isinstance(self.body, dict) else _bytes_of(self.body)


_BOUNDARY = "----formboundary"


def _multipart(fields: Mapping[str, Any], files: Mapping[str, UploadedFile]) -> bytes:
    """Return the body of a form with *files*."""
    parts = [(f'name="{name}"', str(value).encode()) for name, value in fields.items()]
    parts += [(f'name="{name}"; filename="{name}"', file.content) for name, file in files.items()]
    written = (
        f"--{_BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"
        for head, content in parts
    )
    return b"".join(written) + f"--{_BOUNDARY}--\r\n".encode()


def _bytes_of(body: object) -> bytes:
    """Return what is sent for a body that is no fields: a text as it is, all else as JSON."""
    return body.encode() if isinstance(body, str) else msgspec.json.encode(body)


def _object(text: str) -> Mapping[str, Any]:
    """Return the JSON object that *text* is; empty for words."""
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.DecodeError:
        return {}


STEP = CallVendor
