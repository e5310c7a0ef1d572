"""A brief as JSON: what programs read, and what the PDF is set from."""

from typing import Any

from legation.briefs.brief import Brief, Line, Section, Sentence, Source


def brief_json(brief: Brief) -> dict[str, Any]:
    """The brief as a JSON object: every line with its text, the numbers of its sources, and the mentions behind it."""
    return {
        "country": brief.subject.members[0] if brief.subject.kind == "country" else None,
        "about": {"kind": brief.subject.kind, "members": list(brief.subject.members), "type": brief.subject.type},
        "name": brief.name,
        **{clock: _day(getattr(brief, clock)) for clock in ("start", "end", "as_of", "known_on")},
        "title": _line(brief, brief.title),
        "dek": [_line(brief, line) for line in brief.dek],
        "sections": [_section(brief, section) for section in brief.sections],
        "sources": [_source(source) for source in brief.sources],
    }


def _section(brief: Brief, section: Section) -> dict[str, Any]:
    groups = [{"label": group.label, "lines": [_line(brief, line) for line in group.lines]} for group in section.groups]
    return {"key": section.key, "heading": section.heading, "columns": list(section.columns), "groups": groups}


def _line(brief: Brief, line: Line) -> dict[str, Any]:
    """`plain` is the text before polishing, `cells` are those of a table's row.

    A line about the ledger itself has no sources.
    """
    if not isinstance(line, Sentence):
        return {"text": line.text, "plain": line.text, "sources": [], "mentions": [], "cells": []}
    return {
        "text": line.text,
        "plain": line.plain,
        "sources": list(brief.numbers(line)),
        "mentions": list(line.mentions),
        "cells": [cell[:1].upper() + cell[1:] for cell in line.cells] if line.pattern == "row" else [],
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "number": source.number,
        "document_id": source.document_id,
        "title": source.title,
        "outlet": source.outlet,
        "published": _day(source.published),
        "url": source.url,
        "sentence": source.sentence,
        "marks": [list(mark) for mark in source.marks],
        "mentions": list(source.mentions),
    }


def _day(value: object) -> str | None:
    return None if value is None else str(value)
