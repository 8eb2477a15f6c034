"""What users say of themselves: the fields that every app has, and the app's own."""

import re
from collections.abc import Mapping

from simulator.kernel.source import Fact, Source

_DOCUMENT = "Tencent IM profile fields"

NICK = "Tag_Profile_IM_Nick"
IMAGE = "Tag_Profile_IM_Image"
ALLOW_TYPE = "Tag_Profile_IM_AllowType"
ADMIN_FORBID_TYPE = "Tag_Profile_IM_AdminForbidType"

ALLOW_ANY, NEED_CONFIRM, DENY_ANY = (f"AllowType_Type_{name}" for name in ("AllowAny", "NeedConfirm", "DenyAny"))
FORBID_SEND_OUT = "AdminForbid_Type_SendOut"

PROFILE_FIELDS: Fact[Mapping[str, type]] = Fact(
    "im.profile_fields",
    {
        **dict.fromkeys((NICK, IMAGE, "Tag_Profile_IM_Location", "Tag_Profile_IM_SelfSignature"), str),
        **dict.fromkeys(("Tag_Profile_IM_Gender", ALLOW_TYPE, ADMIN_FORBID_TYPE), str),
        **dict.fromkeys(
            (f"Tag_Profile_IM_{name}" for name in ("BirthDay", "Language", "MsgSettings", "Level", "Role")), int
        ),
    },
    Source(_DOCUMENT, "standard fields"),
)
"""What every app has, each with the kind of its value."""
PROFILE_CHOICES: Fact[Mapping[str, tuple[str, ...]]] = Fact(
    "im.profile_choices",
    {
        "Tag_Profile_IM_Gender": tuple(f"Gender_Type_{name}" for name in ("Unknown", "Female", "Male")),
        ALLOW_TYPE: (ALLOW_ANY, NEED_CONFIRM, DENY_ANY),
        ADMIN_FORBID_TYPE: ("AdminForbid_Type_None", FORBID_SEND_OUT),
    },
    Source(_DOCUMENT, "standard fields"),
)
# Differs: the app's own fields have to be made known in the console first; here each of the right form is known.
_OWN_FIELD = re.compile(r"Tag_Profile_Custom_[A-Za-z0-9_]{1,32}")


def is_profile_field(tag: object) -> bool:
    """Return whether *tag* names a field that a profile can have."""
    return isinstance(tag, str) and (tag in PROFILE_FIELDS.value or _OWN_FIELD.fullmatch(tag) is not None)


class Profiles:
    """All profiles, by user."""

    def __init__(self) -> None:
        """Start with nobody having said anything."""
        self._by_user: dict[str, dict[str, object]] = {}

    def write(self, user: str, fields: Mapping[str, object]) -> None:
        """Set *fields* of the profile of *user*; others stay."""
        self._by_user.setdefault(user, {}).update(fields)

    def of(self, user: str) -> Mapping[str, object]:
        """Return what *user* says of himself."""
        return self._by_user.get(user, {})

    def forget(self, user: str) -> None:
        """Remove the profile of *user*."""
        self._by_user.pop(user, None)
