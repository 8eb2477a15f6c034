"""Chance that repeats: each actor draws from its own stream, so that one more actor shifts nobody else's draws."""

from functools import lru_cache
from hashlib import blake2b

_DIGITS_MAX = 40
_HEX_MAX = 128


class Stream:
    """Numbers and identifiers drawn from a seed and a name.

    Each draw hashes the seed, the name and a counter. Unlike a generator with state it costs nothing until it is used.
    """

    __slots__ = ("_count", "_key")

    def __init__(self, seed: int, name: str) -> None:
        """Start the stream *name* of *seed*."""
        self._key = f"{seed}/{name}/".encode()
        self._count = 0

    def _draw(self, bytes_count: int) -> bytes:
        self._count += 1
        return _drawn(self._key, self._count, bytes_count)

    def between(self, lowest: int, highest: int) -> int:
        """Return a whole number from *lowest* to *highest*, both included.

        Raises:
            ValueError: *highest* is below *lowest*.
        """
        if highest < lowest:
            raise ValueError(f"nothing lies between {lowest} and {highest}")
        # 16 bytes over spans far below 2**64: the bias of the modulo is below 2**-64.
        return lowest + int.from_bytes(self._draw(16)) % (highest - lowest + 1)

    def digits(self, count: int) -> str:
        """Return *count* (1 to 40) decimal digits, the first not zero.

        Raises:
            ValueError: A count out of these bounds.
        """
        if not 1 <= count <= _DIGITS_MAX:
            raise ValueError(f"1 to {_DIGITS_MAX} characters can be drawn, not {count}")
        lowest = 10 ** (count - 1)
        number = int.from_bytes(self._draw(24))
        return str(number % (9 * lowest) + lowest)

    def hex(self, count: int) -> str:
        """Return *count* (1 to 128) lower-case hexadecimal characters.

        Raises:
            ValueError: A count out of these bounds.
        """
        if not 1 <= count <= _HEX_MAX:
            raise ValueError(f"1 to {_HEX_MAX} characters can be drawn, not {count}")
        return self._draw((count + 1) // 2).hex()[:count]


class Streams:
    """All streams of one run.

    Attributes:
        seed: What the whole run repeats from.
    """

    def __init__(self, seed: int) -> None:
        """Start with *seed*."""
        self.seed = seed
        self._streams: dict[str, Stream] = {}

    def named(self, name: str) -> Stream:
        """Return the stream of the actor *name*; the same one each time."""
        stream = self._streams.get(name)
        if stream is None:
            stream = self._streams[name] = Stream(self.seed, name)
        return stream

    def new(self, name: str) -> Stream:
        """Return the same stream to an actor that keeps it: it is not kept here, where there may be 100,000 of them."""
        return Stream(self.seed, name)


@lru_cache(maxsize=1_024)
def _drawn(key: bytes, count: int, bytes_count: int) -> bytes:
    """Return the draw number *count*; worlds of one seed, played one after the other, begin with the same ones."""
    return blake2b(b"%b%d" % (key, count), digest_size=bytes_count).digest()
