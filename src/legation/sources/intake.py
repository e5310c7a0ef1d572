"""What every reader of one run shares, and how bytes come in: streams that survive damage, limited reads."""

import io
import zlib
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, Protocol

from legation.net import Fetcher
from legation.records.article import Problem
from legation.settings import Settings

SNIFFED_BYTES = 8192


@dataclass(frozen=True, slots=True)
class Intake:
    """One run's settings, the publication day for inputs that have none, and the fetcher that spaces out requests."""

    settings: Settings
    published: date | None
    fetcher: Fetcher


class _Source(Protocol):
    def read1(self, size: int = -1, /) -> bytes: ...


class TolerantStream(io.RawIOBase):
    """A stream that ends where its source is damaged, and says in `damage` what ("truncated", "damaged") and why."""

    def __init__(self, source: _Source) -> None:
        super().__init__()
        self._source = source
        self.damage: tuple[str, str] | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any writable buffer
        """Fill the whole of `buffer`, unless the source ends; so that one look ahead shows as much as it can."""
        size = 0
        while self.damage is None and size < len(buffer):
            # read1 hands out what was decompressed before the damage; read would lose it
            try:
                data = self._source.read1(len(buffer) - size)
            except EOFError as error:
                self.damage = "truncated", str(error)
                break
            except (OSError, zlib.error) as error:
                self.damage = "damaged", str(error)
                break
            if not data:
                break
            buffer[size : size + len(data)] = data
            size += len(data)
        return size


def read_limited(stream: BinaryIO, origin: str, settings: Settings) -> bytes | Problem:
    """All bytes of a stream, or a Problem where there are more than `max_bytes`."""
    content = stream.read(settings.max_bytes + 1)
    if len(content) > settings.max_bytes:
        return Problem(origin, "too large", f"over {settings.max_bytes:,} bytes, which is the most that is read")
    return content
