"""One process has a ledger open. While that is a desk, other commands hand it their work, or read a copy."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from legation.errors import LedgerError, LedgerHeldError
from legation.ledger.codec import article_json, mention_json
from legation.ledger.corrections import Judgement
from legation.ledger.store import Ledger, open_ledger
from legation.records.article import Article, Problem
from legation.records.event import EventMention
from legation.records.relationship import State

if TYPE_CHECKING:
    from legation.net import LocalServer


@contextmanager
def writing(path: Path) -> Iterator["Ledger | Handover"]:
    """The ledger, opened; or, while a desk of this machine has it open, the way there.

    Raises LedgerHeldError, which says who has it, where that is another process or this user may not read its note.
    """
    try:
        book: Ledger | Handover = open_ledger(path)
    except LedgerHeldError as error:
        book = _handover(path, error)
    with closing(book):
        yield book


def opened(path: Path) -> AbstractContextManager[Ledger]:
    """The ledger, opened for reading; or, while a desk of this machine has it open, a copy as it is now.

    Raises LedgerHeldError as `writing` does.
    """
    try:
        return open_ledger(path, read_only=True)
    except LedgerHeldError as error:
        return _copied(path, _handover(path, error))


@contextmanager
def _copied(path: Path, desk: "Handover") -> Iterator[Ledger]:
    """A copy lies beside the ledger, where there is room of its kind, and has no name once it is open.

    So that nothing of it is left should this process be killed.
    """
    with TemporaryDirectory(prefix=f".{path.name}.", dir=path.resolve().parent) as folder:
        with closing(desk):
            copy = desk.copy(folder)
        with open_ledger(copy, read_only=True) as book:
            for file in Path(folder).iterdir():
                file.unlink()
            yield book


class Handover:
    """Takes what a ledger takes, and hands it to the desk that has the ledger open."""

    def __init__(self, desk: "LocalServer") -> None:
        self._desk = desk

    def close(self) -> None:
        """Ends the connection."""
        self._desk.close()

    def copy(self, folder: str) -> Path:
        """Where in this folder the desk has put a copy of the ledger as it is now."""
        return Path(self._ask("POST", "/api/handover/copy", {"folder": folder})["copy"])

    def start_run(self, inputs: Sequence[str]) -> int:
        """Notes that a run over these inputs has begun; gives its number."""
        return int(self._ask("POST", "/api/handover/run", {"inputs": list(inputs)})["number"])

    def finish_run(self, number: int, counts: Mapping[str, int]) -> None:
        """Notes that the run has ended, and what it counted."""
        self._ask("POST", f"/api/handover/run/{number}", {"counts": dict(counts)})

    def holds(self, document_id: str) -> bool:
        """Whether an article is there."""
        return bool(self._ask("POST", "/api/handover/holds", {"document_id": document_id})["holds"])

    def add(self, article: Article, mentions: Sequence[EventMention]) -> bool:
        """Adds an article with its mentions; False where it is there already."""
        coded = f'{{"article": {article_json(article)}, "mentions": [{", ".join(map(mention_json, mentions))}]}}'
        return bool(self._ask("POST", "/api/handover/article", coded)["added"])

    def add_problem(self, problem: Problem) -> None:
        """Keeps what was set aside."""
        told = {"origin": problem.origin, "what": problem.what, "why": problem.why}
        self._ask("POST", "/api/handover/problem", told)

    def correct(
        self, mention_id: str, judgement: Judgement, *, who: str, reason: str, edit: Mapping[str, Any] | None = None
    ) -> None:
        """Keeps a reviewer's judgement on a mention."""
        said = {"judgement": judgement.value, "edit": dict(edit or {}), "who": who, "reason": reason}
        self._ask("POST", f"/api/mentions/{mention_id}/judgements", said)

    def relink(self, mention_id: str, side: str, actor_id: str, *, who: str, reason: str) -> None:
        """Keeps a reviewer's judgement on who a side of a mention is."""
        said = {"side": side, "actor_id": actor_id, "who": who, "reason": reason}
        self._ask("POST", f"/api/mentions/{mention_id}/links", said)

    def judge_event(self, mention_ids: Sequence[str], *, who: str, reason: str) -> None:
        """Keeps a reviewer's judgement that these mentions, and no others, are one event."""
        self._ask("POST", "/api/judgements/events", {"mentions": list(mention_ids), "who": who, "reason": reason})

    def judge_state(
        self,
        key: tuple[str, str, bool, str],
        state: State | None,
        *,
        since: date | None = None,
        evidence: Sequence[str],
        who: str,
        reason: str,
    ) -> None:
        """Keeps a reviewer's judgement on a relationship's state."""
        said = dict(zip(("provider", "recipient", "mutual", "type"), key, strict=True))
        when = {"state": state and state.value, "since": since and since.isoformat()}
        self._ask(
            "POST", "/api/judgements/states", said | when | {"evidence": list(evidence), "who": who, "reason": reason}
        )

    def _ask(self, method: str, path: str, body: str | Mapping[str, Any]) -> Any:
        text = body if isinstance(body, str) else json.dumps(body)
        status, answer = self._desk.ask(method, path, text.encode())
        if status >= 400:
            raise LedgerError(str(answer["error"]["message"]))
        return answer


def _handover(path: Path, error: LedgerHeldError) -> Handover:
    from legation.net import LocalServer

    note = _note(path, error)
    if note is None:
        raise error
    return Handover(LocalServer(str(note["address"]), str(note["token"])))


def _note(path: Path, error: LedgerHeldError) -> Mapping[str, Any] | None:
    """What the desk that has the ledger noted beside it; None where there is none, or it is not for this user."""
    from legation.web.app import note_path

    try:
        note: Mapping[str, Any] = json.loads(note_path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return note if note.get("process") == error.process else None  # another: left by a desk that was killed
