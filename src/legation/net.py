"""Every outgoing connection: time and size limits, redirects, retries, and no private address unless allowed.

Each host name is resolved once per hop, its addresses are checked, and the connection goes to a checked address, so
that a name cannot point somewhere else between check and use (DNS rebinding).
"""

import ipaddress
import json
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from legation.errors import FetchError
from legation.settings import Settings

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: IPv4 addresses seen from an IPv6-only network
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_ADDRESSES = 3


@dataclass(frozen=True, slots=True)
class Response:
    """What a server sent. `url` is the address after redirects; `content` is decompressed, and empty on a 304."""

    url: str
    status: int
    content: bytes
    content_type: str | None
    etag: str | None
    last_modified: str | None
    not_modified: bool


class _Retry(Exception):  # noqa: N818 - a signal within this module, never seen outside
    """The attempt failed in a way that may pass; `wait` is the server's Retry-After in seconds."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


class Fetcher:
    """Fetches pages for one run, and keeps the per-host delay between them. `sleep` is replaced in tests only."""

    def __init__(self, settings: Settings, sleep: Callable[[float], None] = time.sleep) -> None:
        self.settings = settings
        self._sleep = sleep
        self._free_at: dict[str, float] = {}

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Response:
        """The page at `url`; with `etag` or `last_modified` a server may answer that nothing changed (304).

        Raises FetchError, with the reason, where the page cannot be had within the limits of the settings.
        """
        headers = {"User-Agent": self.settings.user_agent, "Accept": "*/*"}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        deadline = time.monotonic() + self.settings.total_seconds
        for attempt in range(self.settings.retries + 1):
            try:
                return self._follow(url, headers, deadline)
            except _Retry as failure:
                wait = failure.wait if failure.wait is not None else self.settings.backoff_seconds * 2**attempt
                wait = min(wait, self.settings.max_wait_seconds)
                if attempt == self.settings.retries or time.monotonic() + wait > deadline:
                    raise FetchError(f"{url}: {failure} (tried {attempt + 1} times)") from failure
                self._sleep(wait)
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
                raise FetchError(f"{url}: {_reason(error)}") from error
        raise FetchError(f"{url}: not fetched")

    def _follow(self, url: str, headers: dict[str, str], deadline: float) -> Response:
        seen: set[str] = set()
        for _ in range(self.settings.max_redirects + 1):
            if url in seen:
                raise FetchError(f"{url}: redirect loop")
            seen.add(url)
            answer = self._hop(url, headers, deadline)
            if isinstance(answer, Response):
                return answer
            url = answer
        raise FetchError(f"{url}: more than {self.settings.max_redirects} redirects")

    def _hop(self, url: str, headers: dict[str, str], deadline: float) -> Response | str:
        """One request: the response, or the address to which it redirects."""
        target = httpx.URL(url)
        if target.scheme not in {"http", "https"} or not target.host:
            raise FetchError(f"{url}: not an http or https address")
        addresses = _addresses(target, self.settings.allow_private)
        self._wait_for(target.host)
        with httpx.Client(timeout=self.settings.timeout_seconds, trust_env=False) as client:
            for address in addresses[:_MAX_ADDRESSES]:
                request = _pinned(client, target, address, headers)
                try:
                    return self._exchange(client, request, target, deadline)
                except httpx.ConnectError as error:
                    failure = error
        raise _Retry(f"cannot connect ({_reason(failure)})")

    def _exchange(
        self, client: httpx.Client, request: httpx.Request, target: httpx.URL, deadline: float
    ) -> Response | str:
        try:
            answer = client.send(request, stream=True)
            try:
                status = answer.status_code
                if status in _REDIRECTS and "location" in answer.headers:
                    return str(target.join(answer.headers["location"]))
                if status == 429 or status >= 500:
                    raise _Retry(f"the server answered {status}", _retry_after(answer.headers.get("retry-after")))
                if status not in {200, 203, 206, 304}:
                    raise FetchError(f"{target}: the server answered {status}")
                content = b"" if status == 304 else b"".join(self._limited(answer, target, deadline))
            finally:
                answer.close()
        except (httpx.TimeoutException, httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as error:
            raise _Retry(_reason(error)) from error
        kind, etag, modified = (answer.headers.get(name) for name in ("content-type", "etag", "last-modified"))
        return Response(str(target), status, content, kind, etag, modified, status == 304)

    def _limited(self, answer: httpx.Response, target: httpx.URL, deadline: float) -> Iterator[bytes]:
        size = 0
        for chunk in answer.iter_bytes():
            size += len(chunk)
            if size > self.settings.max_bytes:
                raise FetchError(f"{target}: too large, over {self.settings.max_bytes:,} bytes")
            if time.monotonic() > deadline:
                raise FetchError(f"{target}: too slow, over {self.settings.total_seconds:g} seconds")
            yield chunk

    def _wait_for(self, host: str) -> None:
        now = time.monotonic()
        start = max(now, self._free_at.get(host, now))
        self._free_at[host] = start + self.settings.host_delay_seconds
        if start > now:
            self._sleep(start - now)


def get(url: str, settings: Settings, *, etag: str | None = None, last_modified: str | None = None) -> Response:
    """One page, with the limits of `settings`; for several pages keep a `Fetcher`, which spaces out its requests.

    Raises FetchError with the reason.
    """
    return Fetcher(settings).get(url, etag=etag, last_modified=last_modified)


class LocalServer:
    """A server on this very machine, at an address such as http://127.0.0.1:8000; other addresses are refused."""

    def __init__(self, address: str, token: str) -> None:
        url = httpx.URL(address)
        if url.scheme != "http" or not ipaddress.ip_address(url.host.strip("[]")).is_loopback:
            raise FetchError(f"{address}: not an address of this machine")
        self._client = httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=120, trust_env=False
        )

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, Any]:
        """The status of the answer and its JSON. Raises FetchError where none comes."""
        try:
            answer = self._client.request(
                method, path, content=body, headers={"Content-Type": "application/json"} if body else {}
            )
            return answer.status_code, answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise FetchError(f"{self._client.base_url}: {_reason(error)}") from error

    def close(self) -> None:
        """Ends the connection."""
        self._client.close()


def post(url: str, content: bytes, headers: Mapping[str, str], settings: Settings) -> int:
    """Sends `content` once, and gives the status of the answer, whatever it is.

    Raises FetchError where no answer came.
    """
    with _posted(url, settings, settings.timeout_seconds, content=content, headers=headers) as answer:
        return answer.status_code


def post_json(url: str, body: Any, settings: Settings, *, key: str = "") -> Any:  # noqa: ANN401 - any JSON
    """What a server answers to a JSON document; `key` goes along as a bearer token.

    Raises FetchError where it does not answer with JSON within the limits of `settings`.
    """
    deadline = time.monotonic() + settings.polish_seconds
    longest = min(settings.timeout_seconds, settings.polish_seconds)
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    with _posted(url, settings, longest, json=body, headers=headers) as answer:
        if answer.status_code != httpx.codes.OK:
            raise FetchError(f"{url}: the server answered {answer.status_code}")
        content = bytearray()
        for chunk in answer.iter_bytes():
            content += chunk
            if len(content) > settings.max_bytes:
                raise FetchError(f"{url}: too large, over {settings.max_bytes:,} bytes")
            if time.monotonic() > deadline:
                raise FetchError(f"{url}: too slow, over {settings.polish_seconds:g} seconds")
        return json.loads(content)


@contextmanager
def _posted(url: str, settings: Settings, timeout: float, **sent: Any) -> Iterator[httpx.Response]:  # noqa: ANN401
    """The answer, still to be read, to what is sent to an address that the user wrote: it may be a private one.

    No redirect is followed and nothing is tried twice, so that keys and documents reach nobody else. What fails is
    told by the host alone, since addresses of webhooks are secrets.
    """
    sent["headers"] = {"User-Agent": settings.user_agent, **sent["headers"]}
    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"not a web address: {error}") from error
    try:
        with (
            httpx.Client(timeout=timeout, trust_env=False) as client,
            client.stream("POST", target, **sent) as answer,
        ):
            yield answer
    except (httpx.HTTPError, httpx.StreamError, ValueError) as error:
        raise FetchError(f"{target.host}: {_reason(error)}") from error


def is_public(address: str) -> bool:
    """Whether the IP address lies in the public internet, IPv4 addresses wrapped in IPv6 ones included."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            ip = wrapped
    return ip.is_global and not ip.is_multicast


def _addresses(target: httpx.URL, allow_private: bool) -> list[str]:
    """The host's addresses, IPv4 first; FetchError where one of them is not public and that is not allowed."""
    port = target.port or (443 if target.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(target.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"{target}: the name {target.host} cannot be resolved") from error
    found.sort(key=lambda entry: entry[0] != socket.AF_INET)
    addresses = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
    for address in addresses:
        if not allow_private and not is_public(address):
            raise FetchError(f"{target}: refused, {address} is a private address")
    return addresses


def _pinned(client: httpx.Client, target: httpx.URL, address: str, headers: dict[str, str]) -> httpx.Request:
    """The request to one checked address, under the host's own name (header, TLS name and certificate)."""
    return client.build_request(
        "GET",
        target.copy_with(host=address),
        headers=headers | {"Host": target.netloc.decode("ascii")},
        extensions={"sni_hostname": target.host},
    )


def _retry_after(value: str | None) -> float | None:
    """Seconds until the server wants to be asked again (RFC 9110: a number, or a date)."""
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None


def _reason(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "the server is too slow"
    return str(error) or type(error).__name__
