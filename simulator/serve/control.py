"""The control API, below `/_sim/`: steps, phones, trace, clock and worlds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qs, unquote

import msgspec

from simulator.device.android.build import API_LEVELS
from simulator.device.app.im_sdk_rules import LoginState
from simulator.device.device import Device
from simulator.im.rest import HOSTS as IM_HOSTS
from simulator.kernel.trace import Record, json_line
from simulator.kernel.units import Duration
from simulator.network.http import Headers, Response
from simulator.network.http1 import Incoming
from simulator.push.journey import Hop
from simulator.push.uplink import Delivery
from simulator.scenario.errors import ExpectationFailed, ScenarioError, ScenarioErrors
from simulator.scenario.scalars import DURATION_MAX
from simulator.scenario.stage import CALENDAR_ENDS
from simulator.scenario.suggest import nearest
from simulator.serve import api
from simulator.serve.events import EventStreams
from simulator.serve.guard import Guard
from simulator.serve.http_server import Exchange
from simulator.serve.journal import JournalUnusable
from simulator.serve.live_world import CutShort, LiveWorld, Pace, Playing
from simulator.serve.openapi import NUMBER_MAX, Operation, describe
from simulator.serve.refused import Refused
from simulator.serve.routing import MAIN, WORLDS
from simulator.serve.worlds import Worlds, time_text
from simulator.world.verdicts import Verdict

RECORDS_MAX = 1_000
"""How many records one answer holds; `after` asks for more."""
STEPS_MAX = 1_000
"""How many steps one list may have."""
PLAYING_MAX = 256
"""How many lists of steps may wait in one world."""
WORLDS_MAX = 200
"""How many worlds there may be at once."""

_DIGITS_MAX = len(str(NUMBER_MAX))
_BodyT = TypeVar("_BodyT")
_JSON: Headers = (("content-type", "application/json"),)
_encode = msgspec.json.encode
_FAULT = Response(
    HTTPStatus.INTERNAL_SERVER_ERROR,
    _JSON,
    _encode(api.Failure("this is a fault of pushsim; please report what its log says")),
)


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the control API.

    Attributes:
        world: Whose path it came by.
        rest: What stands in the path for `{name}`.
        query: First value of each parameter.
    """

    world: str
    rest: str
    query: Mapping[str, str]
    incoming: Incoming
    exchange: Exchange

    def answer(self, value: object, status: HTTPStatus = HTTPStatus.OK) -> None:
        """Answer with *value* as JSON."""
        self.exchange.answer(Response(status, _JSON, _encode(value)))

    def number(self, name: str) -> int:
        """Return the parameter *name*, 0 where it is missing.

        Raises:
            Refused: It is no number.
        """
        text = self.query.get(name, "0")
        if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS_MAX):
            raise Refused(HTTPStatus.BAD_REQUEST, f'{name} is "{text}"', "write a whole number", path=name, value=text)
        return int(text)


class Control:
    """Answers the control API of all worlds."""

    def __init__(self, worlds: Worlds, events: EventStreams, guard: Guard) -> None:
        """Control *worlds* for whom *guard* lets pass; *events* tell their traces to those who read along."""
        self._worlds = worlds
        self._guard = guard
        self._events = events
        self._description: Mapping[str, Any] | None = None
        self._operations = self._all()
        self._by_place = {(one.method, one.path): one.run for one in self._operations}

    def _all(self) -> Sequence[Operation]:
        """Return all that can be asked."""
        none, taken, unknown = HTTPStatus.NO_CONTENT, HTTPStatus.CONFLICT, HTTPStatus.NOT_FOUND
        after = {"after": "number of the last record that is known", "limit": "how many records at most"}
        return (
            Operation(
                "POST",
                "/steps",
                self._play,
                "play steps; answered when they are done",
                api.StepsDone,
                Any,
                refusals=(taken, HTTPStatus.GONE, HTTPStatus.TOO_MANY_REQUESTS),
            ),
            Operation("GET", "/phones", self._phones, "all phones", list[api.PhoneView]),
            Operation("GET", "/phones/{name}", self._phone, "one phone", api.PhoneView, refusals=(unknown,)),
            Operation("GET", "/pushes/{name}", self._push, "how a push stands", Verdict, refusals=(unknown,)),
            Operation("GET", "/trace", self._trace, "records of the trace", api.Records, query=after),
            Operation(
                "GET",
                "/events",
                self._read_along,
                "records as server-sent events",
                str,
                query={"after": after["after"]},
                media_type="text/event-stream",
            ),
            Operation("GET", "/credentials", self._credentials, "what a sender has to know", api.Credentials),
            Operation("GET", "/clock", self._clock, "the world's time", api.ClockView),
            Operation(
                "POST",
                "/clock",
                self._set_clock,
                "change the world's time",
                api.ClockView,
                Annotated[api.ClockOrder, msgspec.Meta(extra_json_schema={"minProperties": 1})],
                refusals=(taken,),
            ),
            Operation("GET", "/worlds", self._list_worlds, "all worlds", list[api.WorldView]),
            Operation(
                "POST",
                "/worlds",
                self._create_world,
                "make a world",
                api.WorldView,
                api.WorldOrder,
                status=HTTPStatus.CREATED,
                refusals=(taken,),
            ),
            Operation(
                "DELETE", "/worlds/{name}", self._drop_world, "drop a world", status=none, refusals=(unknown, taken)
            ),
            Operation("GET", "/openapi.json", self._describe, "this description", dict[str, Any]),
        )

    def handle(self, world: str, path: str, query: str, incoming: Incoming, exchange: Exchange) -> None:
        """Answer *incoming* to *path*, given behind `/_sim`, of the world *world*."""
        is_ours = True
        try:
            self._guard.check(incoming, query)
            operation, rest = self._find(incoming.method, path)
            values = {name: value[0] for name, value in parse_qs(query, keep_blank_values=True).items()}
            operation(Call(world, rest, values, incoming, exchange))
            is_ours = False
        except Refused as no:
            is_ours = False
            exchange.answer(_refusal(no))
        except JournalUnusable as full:
            is_ours = False
            told = api.Failure(f"nothing was done, since it cannot be remembered: {full}")
            exchange.answer(Response(HTTPStatus.INSUFFICIENT_STORAGE, _JSON, _encode(told)))
        except ScenarioErrors as errors:
            is_ours = False
            exchange.answer(Response(HTTPStatus.BAD_REQUEST, _JSON, _encode(mistakes(errors))))
        finally:
            if is_ours:
                # Whoever asked is told so; then the log shows the traceback.
                exchange.answer(_FAULT)

    def hand_out(self, page: Response, incoming: Incoming, exchange: Exchange) -> None:
        """Answer *incoming* with a file of the console, which asks for the token itself where one is needed."""
        try:
            self._guard.check_names(incoming)
            exchange.answer(page)
        except Refused as no:
            exchange.answer(_refusal(no))

    def _find(self, method: str, path: str) -> tuple[Callable[[Call], None], str]:
        """Return what answers *path*, and what stands there for `{name}`.

        Raises:
            Refused: Nothing does, or not to this method.
        """
        head, _, rest = path[1:].partition("/")
        pattern = f"/{head}/{{name}}" if rest else f"/{head}"
        operation = self._by_place.get((method, pattern))
        if operation is not None:
            return operation, unquote(rest)
        methods = sorted(known for known, one in self._by_place if one == pattern)
        if methods:
            what, then = f"/_sim{pattern} does not take {method}", f"use {' or '.join(methods)}"
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, what, then, headers=(("allow", ", ".join(methods)),))
        paths = sorted({one for _, one in self._by_place})
        raise Refused(
            HTTPStatus.NOT_FOUND,
            f'nothing is at "/_sim{path}"',
            "see /_sim/openapi.json for what there is",
            known=[f"/_sim{one}" for one in paths],
            suggestion=nearest(path, paths),
        )

    # -- steps --------------------------------------------------------------------------------------------------------

    def _play(self, call: Call) -> None:
        """Play steps.

        Raises:
            Refused: They are no JSON, or there are too many.
        """
        tree = _decoded(call.incoming.body, object)
        live = self._worlds.present(call.world)
        if live.waiting >= PLAYING_MAX:
            what = f"{PLAYING_MAX} lists of steps are waiting in this world"
            raise Refused(HTTPStatus.TOO_MANY_REQUESTS, what, "let some of them end first")
        if isinstance(tree, str):
            tree = self._worlds.read_steps(call.world, tree)
        if isinstance(tree, list) and len(tree) > STEPS_MAX:
            raise Refused(HTTPStatus.BAD_REQUEST, f"these are more than {STEPS_MAX} steps", "send them in parts")

        def told(playing: Playing) -> None:
            if not call.exchange.is_open:
                return
            if playing.cut_short is CutShort.BY_FAULT:
                call.exchange.answer(_FAULT)
                return
            records = [_raw(live, record) for record in live.records_of(playing)]
            if playing.cut_short is CutShort.BY_END_OF_WORLD:
                call.answer(
                    api.Failure(f"{call.world} was deleted during these steps", records=records), HTTPStatus.GONE
                )
            elif playing.failure is None:
                call.answer(api.StepsDone(records, len(live.world.trace)))
            else:
                call.answer(_unmet(playing, playing.failure, records), HTTPStatus.CONFLICT)

        self._worlds.play(call.world, tree, told)

    # -- what there is ------------------------------------------------------------------------------------------------

    def _phones(self, call: Call) -> None:
        live = self._worlds.present(call.world)
        call.answer([phone_view(live, phone) for phone in live.world.phones.values()])

    def _phone(self, call: Call) -> None:
        """Answer with one phone.

        Raises:
            Refused: There is none of that name.
        """
        live = self._worlds.present(call.world)
        phone = live.world.phones.get(call.rest)
        if phone is None:
            what, then = f'no phone is called "{call.rest}"', "list it under phones: of the world"
            raise Refused(HTTPStatus.NOT_FOUND, what, then, **_near(call.rest, live.world.phones))
        call.answer(phone_view(live, phone))

    def _push(self, call: Call) -> None:
        """Answer with how one push stands.

        Raises:
            Refused: There is none of that number, or it is so old that it is forgotten.
        """
        world = self._worlds.present(call.world).world
        number = int(call.rest) if call.rest.isascii() and call.rest.isdigit() and len(call.rest) <= _DIGITS_MAX else 0
        if world.trace.last_hop(number) is None:
            what, then = f'no push has the number "{call.rest}"', "take push_id of a record"
            raise Refused(HTTPStatus.NOT_FOUND, what, then, value=call.rest)
        call.answer(world.verdict(number))

    def _trace(self, call: Call) -> None:
        live = self._worlds.present(call.world)
        limit = min(call.number("limit") or RECORDS_MAX, RECORDS_MAX)
        records = []
        for record in live.world.trace.after(call.number("after")):
            records.append(_raw(live, record))
            if len(records) == limit:
                break
        call.answer(api.Records(records, len(live.world.trace)))

    def _read_along(self, call: Call) -> None:
        live = self._worlds.present(call.world)
        # A browser that reconnects says by itself what it has had last.
        known = call.incoming.header(b"last-event-id") or ""
        behind = int(known) if known.isascii() and known.isdigit() and len(known) <= _DIGITS_MAX else None
        if behind is None:
            behind = call.number("after") if "after" in call.query else len(live.world.trace)
        self._events.add(live, call.exchange, behind)

    def _describe(self, call: Call) -> None:
        if self._description is None:
            self._description = describe(self._operations, self._worlds.vocabulary)
        call.answer(self._description)

    def _credentials(self, call: Call) -> None:
        world = self._worlds.present(call.world).world
        im, clouds = world.spec.im, world.clouds
        call.answer(
            api.Credentials(
                im.sdk_app_id,
                im.secret_key,
                list(im.admins),
                {name: dict(cloud.apps[0].values) for name, cloud in clouds.items()},
                {"im": list(IM_HOSTS.value), **{name: list(cloud.hosts) for name, cloud in clouds.items()}},
            )
        )

    # -- time ---------------------------------------------------------------------------------------------------------

    def _clock(self, call: Call) -> None:
        call.answer(self._clock_view(self._worlds.present(call.world)))

    def _set_clock(self, call: Call) -> None:
        """Change the time.

        Raises:
            Refused: It does not say how.
        """
        order = _decoded(call.incoming.body, api.ClockOrder)
        if not (order.advance or order.pace):
            then = 'write {"advance": "24h"} or {"pace": "stopped"}'
            raise Refused(HTTPStatus.BAD_REQUEST, "this changes nothing", then)
        live = self._worlds.set_clock(
            call.world,
            advance_ms=self._span(call.world, order.advance) if order.advance else 0,
            pace=Pace(order.pace) if order.pace else None,
        )
        call.answer(self._clock_view(live))

    def _span(self, world: str, text: str) -> int:
        """Return the milliseconds of *text*, by which *world* is to be advanced.

        Raises:
            Refused: They are too many.
        """
        span, live = Duration.parse(text), self._worlds.present(world).world
        if span > DURATION_MAX:
            what, then = f"{text} is too long", f"advance by {DURATION_MAX} at most"
            raise Refused(HTTPStatus.BAD_REQUEST, what, then, path="advance", value=text)
        if live.scheduler.now_ms + span > live.clock.ends_ms:
            raise Refused(HTTPStatus.CONFLICT, CALENDAR_ENDS, "advance by less, or make a new world", path="advance")
        return span

    def _clock_view(self, live: LiveWorld) -> api.ClockView:
        ahead_ms = live.epoch_ms - self._worlds.machine_ms()
        return api.ClockView(live.world.scheduler.now_ms, time_text(live), ahead_ms, live.pace.value)

    # -- worlds -------------------------------------------------------------------------------------------------------

    def _list_worlds(self, call: Call) -> None:
        call.answer([self._world_view(name) for name in self._worlds])

    def _create_world(self, call: Call) -> None:
        """Make a world.

        Raises:
            Refused: Its name is taken, or there are too many.
        """
        order = _decoded(call.incoming.body, api.WorldOrder)
        if order.name in self._worlds:
            raise Refused(
                HTTPStatus.CONFLICT, f'a world is called "{order.name}" already', "choose another name, or delete it"
            )
        if len(self._worlds) >= WORLDS_MAX:
            raise Refused(HTTPStatus.CONFLICT, f"there are {WORLDS_MAX} worlds", "delete one")
        text = order.world if isinstance(order.world, str) else ""
        if isinstance(order.world, dict):
            text = _encode(order.world).decode()
        self._worlds.create(order.name, text, order.seed)
        call.answer(self._world_view(order.name), HTTPStatus.CREATED)

    def _drop_world(self, call: Call) -> None:
        """Drop a world.

        Raises:
            Refused: There is none of that name, or it is the main one.
        """
        if call.rest == MAIN:
            raise Refused(HTTPStatus.CONFLICT, "the main world stays", "end the server to end it")
        if call.rest not in self._worlds:
            what, then = f'no world is called "{call.rest}"', "POST it to /_sim/worlds first"
            raise Refused(HTTPStatus.NOT_FOUND, what, then, **_near(call.rest, self._worlds))
        self._events.end(self._worlds.present(call.rest))
        self._worlds.drop(call.rest)
        call.exchange.answer(Response(HTTPStatus.NO_CONTENT))

    def _world_view(self, name: str) -> api.WorldView:
        live = self._worlds.present(name)
        path = "" if name == MAIN else f"{WORLDS}{name}"
        return api.WorldView(
            name, path, live.seed, self._clock_view(live), list(live.world.phones), live.unready, len(live.world.trace)
        )


def phone_view(live: LiveWorld, phone: Device) -> api.PhoneView:
    """Return what is to be known of *phone*."""
    world = live.world
    cloud = world.clouds.get(phone.push_vendor)
    registration = None if cloud is None else cloud.registrations.current(phone.name, phone.app.package)
    users = world.im.bindings.users_of(phone.name)
    shade = []
    for shown in phone.notifications.shade:
        posted = None if shown.push_id is None else world.trace.last_hop(shown.push_id)
        if posted is not None and posted.name != Hop.POSTED:
            posted = None
        shade.append(
            api.ShownNotification(
                key=shown.key,
                at_ms=None if posted is None else posted.at_ms,
                title=shown.title,
                body=shown.text,
                ext=None if posted is None else posted.data.get("ext"),
                channel=shown.channel_id,
                importance=shown.importance.name.lower(),
                push_id=shown.push_id,
                custom=dict(shown.content.custom) if isinstance(shown.content, Delivery) else {},
            )
        )
    return api.PhoneView(
        name=phone.name,
        model=phone.profile.model,
        android=next(version for version, level in API_LEVELS.value.items() if level == phone.settings.api_level),
        vendor=phone.push_vendor,
        package=phone.app.package,
        state=phone.app.state.value,
        is_force_stopped=phone.packages.is_stopped(phone.app.package),
        network=phone.connectivity.network.value,
        reg_id=registration.reg_id if registration is not None and registration.is_valid else None,
        user=users[-1] if users else None,
        logged_in=_logged_in(phone),
        session=_session(live, phone),
        notifications=phone.notifications.are_notifications_enabled(phone.app.package),
        is_locked=phone.keyguard.is_keyguard_locked,
        shade=shade,
    )


def _logged_in(phone: Device) -> str | None:
    process = phone.app.process
    return process.im.user if process is not None and process.im.state is LoginState.LOGGED_IN else None


def _session(live: LiveWorld, phone: Device) -> str | None:
    sessions = live.world.im.sessions.on_phone(phone.name)
    return sessions[-1].state(live.world.scheduler.now_ms).value if sessions else None


def _refusal(no: Refused) -> Response:
    return Response(no.status, (*_JSON, *no.headers), _encode(no.failure))


def mistakes(errors: ScenarioErrors) -> api.Failure:
    """Return what is told of a world or of steps that are written wrongly."""
    return api.Failure(errors.text(), [_problem(error) for error in errors.errors])


def _problem(error: ScenarioError) -> api.Problem:
    return api.Problem(
        error.what, str(error.where), error.path, error.value, list(error.known), error.suggestion, error.next
    )


def _unmet(playing: Playing, error: ExpectationFailed, records: list[msgspec.Raw]) -> api.Failure:
    assert playing.current is not None, "a step failed"
    where = f"steps:{playing.current.line}"
    problem = api.Problem(error.what, where, playing.current.verb, details=list(error.details))
    return api.Failure(f"{where}: {playing.current.verb}: {error.text()}", [problem], records)


def _near(name: str, known: Iterable[str]) -> dict[str, Any]:
    """Return the parts of a problem that tell what names there are."""
    names = list(known)
    return {"value": name, "known": names, "suggestion": nearest(name, names)}


def _raw(live: LiveWorld, record: Record) -> msgspec.Raw:
    return msgspec.Raw(live.mask(json_line(record)).encode())


def _decoded(body: bytes, wanted: type[_BodyT]) -> _BodyT:
    """Return what *body* says.

    Raises:
        Refused: It is no JSON, or not what is wanted.
    """
    try:
        return msgspec.json.decode(body, type=wanted)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        what = f"the body cannot be read: {error}"
        raise Refused(HTTPStatus.BAD_REQUEST, what, "send JSON as in /_sim/openapi.json") from error
