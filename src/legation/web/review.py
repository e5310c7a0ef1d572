"""What the review page sends: judgements on mentions, and their undo."""

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from legation.ledger.corrections import Judgement
from legation.web.api.answers import refusing
from legation.web.requests import OwnForm, Reviewer, desk_of

router = APIRouter(include_in_schema=False)

EDITED = ("event_type", "factuality")
"""The fields that the page's form edits."""


@router.post("/review")
def judge(request: Request, reviewer: Reviewer, form: OwnForm) -> Response:
    """Keeps a judgement (accept, edit, reject, undo) under the reviewer's name, and leads back to the queue.

    A script that asks for JSON gets the mention, the judgement and the ledger's revision after it.
    """
    try:
        judgement = Judgement(form.get("judgement", ""))
    except ValueError as error:
        raise HTTPException(422, f"judgement: there are {', '.join(Judgement)}") from error
    mention_id, ledger = form.get("mention_id", ""), desk_of(request).ledger
    if ledger.mention(mention_id) is None:
        raise HTTPException(404, "The ledger holds no such mention.")
    given = {name: form[name] for name in EDITED if form.get(name)}
    edit = given if judgement is Judgement.EDIT else None
    with refusing():
        ledger.correct(mention_id, judgement, who=reviewer.name, reason=form.get("reason", "")[:300], edit=edit)
    if "application/json" in request.headers.get("accept", ""):
        said = {"mention_id": mention_id, "judgement": judgement.value, "revision": ledger.revision()}
        return JSONResponse(said)
    return RedirectResponse("/review", 303)
