"""Profiles: what users say of themselves."""

from collections.abc import Mapping

from simulator.im import codes
from simulator.im.backends import PROFILES
from simulator.im.profiles import PROFILE_CHOICES, PROFILE_FIELDS, is_profile_field
from simulator.im.rest_command import (
    DOCUMENT,
    AdmissionCase,
    Answer,
    Call,
    Command,
    Service,
    admission,
    refusing,
)
from simulator.im.rest_fields import Body, are_texts, is_int, items, objects, size, text, texts
from simulator.im.rest_relations import answer_of, result_of
from simulator.kernel.rule import Decision
from simulator.kernel.source import Fact, Grade, Source

PROFILES_ASKED_MAX = Fact("im.profiles_asked_max", 100, Source(DOCUMENT, "portrait_get"))
FIELD_BYTES_MAX = Fact("im.profile_field_bytes_max", 500, Source(DOCUMENT, "40601"))


def _fields(call: Call) -> list[Body]:
    return objects(call.body.get("ProfileItem"))


def _is_field(item: object) -> bool:
    return isinstance(item, dict) and bool(text(item.get("Tag"))) and item.get("Value") is not None


def _has_other_kind(item: Body) -> bool:
    """Return whether the value of a field is of another kind than the field's; the app's own may be of both."""
    kind, value = PROFILE_FIELDS.value.get(text(item.get("Tag"))), item.get("Value")
    if kind is None:
        return not (isinstance(value, str) or is_int(value))
    return not isinstance(value, str) if kind is str else not is_int(value)


def _is_no_choice(item: Body) -> bool:
    choices = PROFILE_CHOICES.value.get(text(item.get("Tag")))
    return choices is not None and item.get("Value") not in choices


PORTRAIT_SET: Decision[Call] = Decision(
    "im.rest.portrait_set",
    (
        refusing(
            "profile.from_account_missing",
            codes.PROFILE_BAD_PARAMETER,
            lambda call: not text(call.body.get("From_Account")),
        ),
        refusing(
            "profile.from_account_unknown", codes.PROFILE_USER_UNKNOWN, lambda call: not call.known("From_Account")
        ),
        refusing(
            "profile.fields_missing",
            codes.PROFILE_BAD_PARAMETER,
            lambda call: (
                not items(call.body.get("ProfileItem")) or not all(map(_is_field, items(call.body["ProfileItem"])))
            ),
        ),
        refusing(
            "profile.field_unknown",
            codes.PROFILE_FIELD_UNKNOWN,
            lambda call: not all(is_profile_field(item.get("Tag")) for item in _fields(call)),
        ),
        refusing(
            "profile.field_of_other_kind",
            codes.PROFILE_OTHER_KIND,
            lambda call: any(map(_has_other_kind, _fields(call))),
        ),
        refusing(
            "profile.field_too_long",
            codes.PROFILE_TOO_LONG,
            lambda call: any(size(item.get("Value")) > FIELD_BYTES_MAX.value for item in _fields(call)),
        ),
        refusing("profile.field_wrong", codes.PROFILE_VALUE_WRONG, lambda call: any(map(_is_no_choice, _fields(call)))),
        refusing(
            "profile.text_refused",
            codes.PROFILE_TEXT_REFUSED,
            lambda call: any(
                call.server.settings.has_forbidden_words(text(item.get("Value"))) for item in _fields(call)
            ),
        ),
    ),
)
PORTRAIT_GET: Decision[Call] = Decision(
    "im.rest.portrait_get",
    (
        refusing(
            "profile.users_missing",
            codes.PROFILE_NO_TO_ACCOUNT,
            lambda call: not are_texts(call.body.get("To_Account")),
        ),
        refusing(
            "profile.too_many_users",
            codes.PROFILE_BAD_PARAMETER,
            lambda call: len(items(call.body.get("To_Account"))) > PROFILES_ASKED_MAX.value,
            grade=Grade.ASSUMED,
        ),
        refusing(
            "profile.tags_missing",
            codes.PROFILE_BAD_PARAMETER,
            lambda call: not are_texts(call.body.get("TagList")),
        ),
        refusing(
            "profile.tag_unknown",
            codes.PROFILE_FIELD_UNKNOWN,
            lambda call: not all(map(is_profile_field, items(call.body.get("TagList")))),
        ),
    ),
)


def _portrait_set(call: Call) -> Answer:
    fields = {text(item.get("Tag")): item.get("Value") for item in _fields(call)}
    call.server.profiles.write(text(call.body.get("From_Account")), fields)
    return {"ErrorDisplay": ""}


def _portrait_get(call: Call) -> Answer:
    return answer_of("UserProfileItem", [_profile(call, user) for user in texts(call.body.get("To_Account"))])


def _profile(call: Call, user: str) -> Mapping[str, object]:
    if user not in call.server.accounts:
        return result_of(user, codes.PROFILE_USER_UNKNOWN)
    said, wanted = call.server.profiles.of(user), texts(call.body.get("TagList"))
    fields = [{"Tag": tag, "Value": said[tag]} for tag in wanted if tag in said]
    return result_of(user, None, ProfileItem=fields)


ADMISSION: Decision[AdmissionCase] = admission(
    "profile", not_admin=codes.PROFILE_NEEDS_ADMIN, not_json=codes.PROFILE_UNREADABLE
)
SERVICE = Service(
    ADMISSION,
    {
        "portrait_set": Command(PORTRAIT_SET, _portrait_set),
        "portrait_get": Command(PORTRAIT_GET, _portrait_get),
    },
    (PROFILES,),
)
