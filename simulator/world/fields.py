"""Types of the fields that a world or a step has: how each is written and which known names it may hold.

`extra["names"]` says which names fit (the loader offers the nearest ones for any other), `extra["introduces"]` that the
field brings such a name into the scenario.
"""

from typing import Annotated, Literal

import msgspec

from simulator.kernel.units import Duration

__all__ = [
    "ChannelId",
    "Duration",
    "GroupName",
    "LinkName",
    "ModelName",
    "Moment",
    "NewGroupName",
    "NewPhoneName",
    "NewUserName",
    "OtherPlatform",
    "PackageName",
    "PackageNameOrNone",
    "PhoneName",
    "StartTime",
    "StatementId",
    "UserName",
    "VariantName",
    "VendorName",
]


def _known(names: str, description: str) -> msgspec.Meta:
    return msgspec.Meta(min_length=1, description=description, extra={"names": names})


def _introduces(names: str, description: str) -> msgspec.Meta:
    return msgspec.Meta(min_length=1, description=description, extra={"names": names, "introduces": True})


PhoneName = Annotated[str, _known("phones", "a phone of this scenario")]
NewPhoneName = Annotated[
    str, _introduces("phones", "a phone; one that `phones:` does not list is made when first named")
]
UserName = Annotated[str, _known("users", "a user of the app")]
NewUserName = Annotated[str, _introduces("users", "a user of the app; a user without a phone is always online")]
GroupName = Annotated[str, _known("groups", "a group of the app, which `im: {groups: …}` lists")]
NewGroupName = Annotated[str, _introduces("groups", "a group of the app")]
VendorName = Annotated[str, _known("vendors", "a phone maker's push channel")]
VariantName = Annotated[str, _known("apps", "a way in which the app is written")]
ModelName = Annotated[str, _known("models", "a phone model of the catalogue")]
StatementId = Annotated[str, _known("statements", "a numbered behaviour of the guides, such as C19")]
LinkName = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[^>]+>[^>]+$",
        description="two actors: im>vendor or vendor>bob_phone",
        extra={"names": "actors", "separator": ">"},
    ),
]
StartTime = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])( ([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?$",
        description="calendar date, with or without a time of day: 2026-03-02 09:00",
    ),
]
Moment = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])( (?=\d)|$))?(([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?$",
        min_length=5,
        description="a time of day or a calendar date: 23:00, 2026-03-03, 2026-03-03 23:00",
    ),
]
PackageName = Annotated[
    str,
    msgspec.Meta(pattern=r"^[A-Za-z]\w*(\.[A-Za-z]\w*)+$", description="an application id, such as com.example.chat"),
]
PackageNameOrNone = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^([A-Za-z]\w*(\.[A-Za-z]\w*)+)?$",
        description="an application id, such as com.example.chat; empty for none",
    ),
]
ChannelId = Annotated[str, msgspec.Meta(min_length=1, description="a notification channel of the app")]
OtherPlatform = Annotated[
    Literal["iPhone", "iPad", "Windows", "Mac", "Web"], msgspec.Meta(description="where else than on a simulated phone")
]
