"""The REST API: the same content as the pages, typed, in JSON, CSV and Parquet."""

from fastapi import APIRouter, Depends, Response

from legation.web.api import finding, reading, standing, writing
from legation.web.api.answers import FAILURES, TABLE, Freshly, Replying
from legation.web.api.models import About, Page, Problem
from legation.web.api.parameters import Paged, only_known
from legation.web.contexts import VERSION

DESCRIPTION = """
The ledger of who does what to whom in international security, each row with its evidence.

- **Lists** come a page at a time, as `{"revision", "items", "next"}`; `?cursor=` takes `next`, and a `Link` header
  leads there in every format. Rows added meanwhile shift nothing.
- **Formats**: JSON, CSV or Parquet, by the `Accept` header or `?format=`.
- **Two clocks**: `as_of` is a day in the world, `known_on` a day by which it had been published.
- **Revision**: grows with every change. Every answer has an `ETag`; with `If-None-Match` an unchanged one is a 304.
- **Who may**: where the desk has users, sign in with name and secret (HTTP Basic); reviewers may judge too.
- **Failures** have one shape: `{"error": {"code", "message"}}`.
"""

router = APIRouter(prefix="/api", responses=FAILURES, dependencies=[Depends(only_known)])
router.include_router(reading.router)
router.include_router(standing.router)
router.include_router(finding.router)
router.include_router(writing.router)
router.include_router(writing.handover)


@router.get("/problems", response_model=Page[Problem], responses=TABLE, tags=["the ledger"], summary="Inputs set aside")
def problems(reply: Replying, paging: Paged) -> Response:
    """Each with what is wrong with it, and why, by origin."""
    rows = [
        Problem(origin=one.origin, what=one.what, why=one.why, seen=seen) for one, seen in reply.ledger.problem_rows()
    ]
    return reply.whole(Problem, sorted(((row.origin, row.what, row.why), row) for row in rows), paging)


@router.get("/about", response_model=About, tags=["the ledger"], summary="Version, revision, counts")
def about(fresh: Freshly) -> Response:
    """What the ledger holds, and its revision: a number that grows with every change."""
    return fresh.one(About(version=VERSION, revision=fresh.revision, counts=fresh.ledger.counts()))
