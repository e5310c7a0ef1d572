"""Every failure in one shape: `{"error": {"code", "message"}}` from the API, the same words on a page."""

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from legation.errors import LedgerBusyError, LedgerError, LedgerHeldError
from legation.web.contexts import Clocks
from legation.web.headers import HEADERS
from legation.web.rendering import page

LOG = logging.getLogger(__name__)

CODES = {
    400: "bad_request",
    401: "sign_in_needed",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    409: "conflict",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid",
    429: "too_many_requests",
    500: "internal",
    503: "ledger_unavailable",
}
"""What programs go by; the message is for people."""


def register(app: FastAPI) -> None:
    """Gives the app its answers to what goes wrong."""
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(LedgerBusyError)(_busy)
    app.exception_handler(LedgerError)(_ledger)
    app.exception_handler(Exception)(_unforeseen)


def answer(request: Request, status: int, message: str) -> Response:
    """The answer to a failure, as JSON below `/api`, else as a page."""
    if request.url.path.startswith("/api/"):
        return JSONResponse(error_body(status, message), status)
    return page(request, "error.html", {"title": HTTPStatus(status).phrase, "detail": message}, Clocks(), status)


def error_body(status: int, message: str) -> dict[str, dict[str, str]]:
    """The one shape."""
    return {"error": {"code": CODES.get(status, "failed"), "message": message}}


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    message = "There is nothing at this address." if error.detail == phrase == "Not Found" else error.detail
    response = answer(request, error.status_code, message)
    response.headers.update(error.headers or {})
    return response


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    return answer(request, 422, f"{first['loc'][-1]}: {first['msg'].removeprefix('Value error, ')}")


async def _ledger(request: Request, error: Exception) -> Response:
    """The ledger cannot be read now. The message may hold a path, so only what the reader can use is told."""
    held = isinstance(error, LedgerHeldError)
    why = "another process is writing to it; try again in a moment" if held else "it is missing, or cannot be read"
    LOG.warning("%s", error)
    return answer(request, 503, f"The ledger cannot be opened: {why}.")


async def _busy(request: Request, error: Exception) -> Response:
    LOG.warning("%s", error)
    response = answer(request, 503, "Many are reading at once; try again in a moment.")
    response.headers["Retry-After"] = "1"
    return response


async def _unforeseen(request: Request, error: Exception) -> Response:
    response = answer(request, 500, "Something went wrong here; the server's log says what.")
    response.headers.update(HEADERS)  # this answer alone is made outside the middleware that adds them
    return response
