"""Every failure in one shape: `{"error": {"status", "title", "detail"}}` from the API, the same words on a page."""

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from legation.errors import LedgerError
from legation.web.contexts import Clocks
from legation.web.rendering import page

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What every answer carries: script, styles and pictures from here alone."""


def register(app: FastAPI) -> None:
    """Gives the app its answers to what goes wrong."""
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(LedgerError)(_ledger)
    app.exception_handler(Exception)(_unforeseen)


def answer(request: Request, status: int, detail: str) -> Response:
    """The answer to a failure, as JSON below `/api`, else as a page."""
    title = HTTPStatus(status).phrase
    if request.url.path.startswith("/api/"):
        error = {"status": status, "title": title, "detail": detail}
        return JSONResponse({"error": error}, status, HEADERS)
    response = page(request, "error.html", {"title": title, "detail": detail}, Clocks(), status)
    response.headers.update(HEADERS)
    return response


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    detail = "There is nothing at this address." if error.detail == phrase == "Not Found" else error.detail
    return answer(request, error.status_code, detail)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    return answer(request, 422, f"{first['loc'][-1]}: {first['msg']}")


async def _ledger(request: Request, error: Exception) -> Response:
    """The ledger cannot be read now. The message may hold a path, so only what the reader can use is told."""
    held = "held by another process" in str(error)
    why = "another process is writing to it; try again in a moment" if held else "it is missing, or cannot be read"
    return answer(request, 503, f"The ledger cannot be opened: {why}.")


async def _unforeseen(request: Request, error: Exception) -> Response:
    return answer(request, 500, "Something went wrong here; the server's log says what.")
