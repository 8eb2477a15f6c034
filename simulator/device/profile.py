"""What a phone model is, as far as push is concerned."""

import msgspec


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One model.

    Attributes:
        brand: `Build.BRAND`.
        manufacturer: `Build.MANUFACTURER`.
        model: `Build.MODEL`.
        android: Version it is sold with, as people count it.
        push_service: Version of its system's push service; 0 where it is not there yet.
        push_vendor: Whose service that is; empty for none.
    """

    brand: str
    manufacturer: str
    model: str
    android: int
    push_service: int = 0
    push_vendor: str = ""
