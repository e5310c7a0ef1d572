"""Alerts posted as JSON, signed as the Standard Webhooks specification has it (standardwebhooks.com).

`webhook-id` is the alert's id, the same with every try, so that a receiver knows an alert that it has already.
"""

import base64
import binascii
import hmac
import json
import time
from collections.abc import Mapping

from legation import net
from legation.errors import DataError, DeliveryError, FetchError, RefusedError
from legation.settings import Settings
from legation.watch.alert import Alert, alert_json
from legation.watch.targets import Webhook

_PREFIX = "whsec_"
_LEAST_KEY = 16  # bytes
_LATER = frozenset({408, 425, 429})
"""Answers that mean this server, not this alert: too slow, too early, too many."""


def signing_key(target: Webhook, environ: Mapping[str, str]) -> bytes | None:
    """The key that the environment holds, as `whsec_` with base64; None where the webhook names none.

    Raises DataError where it is not there or no such key; the message holds nothing of it.
    """
    if target.secret_from is None:
        return None
    secret = environ.get(target.secret_from, "").strip()
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) < _LEAST_KEY:
        raise DataError(
            f"{target.secret_from}: the environment is to hold the secret of {target.url}: {_PREFIX} and the base64 of "
            f"at least {_LEAST_KEY} bytes"
        )
    return key


def post_alert(url: str, key: bytes | None, settings: Settings, alert: Alert) -> None:
    """Posts an alert; any 2xx answer is its receipt."""
    body = json.dumps(
        {"type": f"alert.{alert.change}", "timestamp": alert.found.isoformat(), "data": alert_json(alert)}
    )
    content = body.encode()
    headers = {"Content-Type": "application/json"} | signature(alert.alert_id, int(time.time()), content, key)
    try:
        status = net.post(url, content, headers, settings)
    except FetchError as error:
        raise DeliveryError(str(error)) from error
    if 400 <= status < 500 and status not in _LATER:
        raise RefusedError(f"the server answered {status} to alert {alert.alert_id}")
    if not 200 <= status < 300:
        raise DeliveryError(f"the server answered {status}")


def signature(alert_id: str, when: int, content: bytes, key: bytes | None) -> dict[str, str]:
    """The headers that name and date a message (seconds since 1970) and, with a key, sign both and the content."""
    headers = {"webhook-id": alert_id, "webhook-timestamp": str(when)}
    if key is not None:
        signed = hmac.digest(key, f"{alert_id}.{when}.".encode() + content, "sha256")
        headers["webhook-signature"] = "v1," + base64.b64encode(signed).decode()
    return headers
