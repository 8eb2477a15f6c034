"""Takes secrets out of what is shown: a served world may have been given real ones."""

import re
from collections.abc import Iterable
from urllib.parse import quote_plus

from simulator.world.world import World

MASK = "***"
# As a query has it, and as JSON does, be it inside other JSON.
_USER_SIG = re.compile(r"""((?:usersig|UserSig|user_sig)(?:=|\\*"\s*:\s*\\*"))[^&"\\\s]+""")


class Mask:
    """Knows the secrets of one world: the key of its UserSigs, and what vendors' consoles call a secret."""

    def __init__(self, world: World) -> None:
        """Know those of *world*."""
        values = [world.spec.im.secret_key]
        for cloud in world.clouds.values():
            for app in cloud.apps:
                values += [value for name, value in app.values.items() if "secret" in name]
        self._secrets = tuple(_spellings(value for value in values if value))

    def __call__(self, text: str) -> str:
        """Return *text*, a line of JSON, without them, be they plain or as in a form."""
        for secret in self._secrets:
            if secret in text:
                text = text.replace(secret, MASK)
        return _USER_SIG.sub(rf"\1{MASK}", text)


def _spellings(secrets: Iterable[str]) -> Iterable[str]:
    """Walk each secret as it may stand on the wire, the longest first."""
    found = {spelt for secret in secrets for spelt in (secret, quote_plus(secret))}
    return sorted(found, key=lambda one: (-len(one), one))
