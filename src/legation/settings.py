"""Every setting once: its name, default and help. Environment variables `LEGATION_<NAME>` override the defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from legation.errors import ConfigurationError

PREFIX = "LEGATION_"
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})


def _setting(default: Any, text: str) -> Any:  # noqa: ANN401 - the type stands at the field
    return field(default=default, metadata={"help": text})


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set. `fields(Settings)` carry their help under `metadata["help"]`."""

    user_agent: str = _setting("Legation/0.1 (news reader for research)", "what Legation calls itself to web servers")
    timeout_seconds: float = _setting(20.0, "longest silence of a server before a fetch is given up")
    total_seconds: float = _setting(120.0, "longest time for one fetch, with its redirects and retries")
    max_bytes: int = _setting(20_000_000, "largest page, feed or single document, in bytes after decompression")
    host_delay_seconds: float = _setting(1.0, "pause between two requests to one host")
    retries: int = _setting(3, "how often a fetch is tried again after 429, 5xx, a timeout or a lost connection")
    backoff_seconds: float = _setting(1.0, "pause before the first retry; it doubles with each further one")
    max_wait_seconds: float = _setting(30.0, "longest pause before a retry, whatever the server's Retry-After says")
    max_redirects: int = _setting(5, "how many redirects are followed")
    parse_seconds: float = _setting(30.0, "longest time for parsing one large page before its parser is stopped")
    actors: str = _setting("", "a file with actors and offices of your own, as told below")
    allow_private: bool = _setting(False, "allow fetching from private and loopback addresses")
    delivery_wait_seconds: float = _setting(
        30.0, "pause before the first new try to deliver an alert; it doubles with each further one"
    )
    delivery_max_wait_seconds: float = _setting(3600.0, "longest pause before a new try to deliver an alert")
    polish_url: str = _setting("", "base address of an OpenAI-compatible endpoint that may polish briefs (empty: none)")
    polish_model: str = _setting("", "model that the endpoint is asked for")
    polish_key: str = _setting("", "key for the endpoint, where it wants one")
    polish_seconds: float = _setting(60.0, "longest time for one answer of the endpoint")


def load_settings(environ: Mapping[str, str]) -> Settings:
    """The settings, with those that `environ` overrides (`LEGATION_TIMEOUT_SECONDS=5`).

    Raises ConfigurationError where a value does not fit its setting, or is negative.
    """
    values: dict[str, Any] = {}
    for each in fields(Settings):
        raw = environ.get(PREFIX + each.name.upper())
        if raw is not None:
            values[each.name] = _parse(PREFIX + each.name.upper(), raw.strip(), type(each.default))
    return Settings(**values)


def _parse(name: str, raw: str, kind: type) -> str | int | float | bool:
    if kind is bool:
        if raw.lower() in _TRUE | _FALSE:
            return raw.lower() in _TRUE
        raise ConfigurationError(f"{name}={raw!r}: say yes or no")
    if kind is str:
        return raw
    try:
        value: float = kind(raw)
    except ValueError as error:
        raise ConfigurationError(f"{name}={raw!r}: not a number") from error
    if not 0 <= value < float("inf"):
        raise ConfigurationError(f"{name}={raw!r}: must be zero or more, and finite")
    return value
