"""A brief as Markdown, as one self-contained HTML page, and as PDF."""

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from legation.briefs.brief import Brief, Line, Sentence, Source
from legation.briefs.phrases import phrases
from legation.briefs.public_json import brief_json
from legation.briefs.wording import day
from legation.pictures.rendering import Picture

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~$&])")
_BLANKS = re.compile(r"\s+")
_UNTITLED = "Untitled"


def render_markdown(brief: Brief) -> str:
    """The brief as Markdown; citations are links to the numbered sources at its end."""
    parts = [f"# {_plain(brief.title.text)}", *(f"*{_cited(brief, line)}*" for line in brief.dek)]
    for section in brief.sections:
        parts.append(f"## {section.heading}")
        for group in section.groups:
            sentences = [line for line in group.lines if isinstance(line, Sentence)]
            if section.columns and sentences:
                parts.append(_table(brief, section.columns, sentences))
                continue
            if group.label:
                parts.append(f"### {group.label}")
            parts.append("\n".join(f"- {_cited(brief, line)}" for line in group.lines))
    parts.append(f"## {phrases()['headings']['sources']}")
    parts += [_source_line(source) for source in brief.sources]
    return "\n\n".join(parts) + "\n"


def render_html(brief: Brief, *, pictures: Sequence[Picture] = ()) -> str:
    """The brief as one HTML page without outside parts; pictures are put in as SVG under the table."""
    return (
        _environment()
        .get_template("brief.html")
        .render(
            brief=brief,
            lines=lambda line: _html(brief, line),
            source_text=_marked,
            href=_href,
            day=day,
            is_sentence=lambda line: isinstance(line, Sentence),
            numbers=brief.numbers,
            facts=" · ".join(_facts(brief)),
            sources_heading=phrases()["headings"]["sources"],
            pictures=[Markup(picture.svg) for picture in pictures],
        )
    )


def render_pdf(brief: Brief, *, pictures: Sequence[Picture] = ()) -> bytes:
    """The brief as PDF on A4 pages, tagged for readers of screens; the same brief gives the same bytes."""
    import typst

    template = (files("legation.briefs") / "templates" / "brief.typ").read_bytes()
    told = brief_json(brief) | {
        "facts": " · ".join(_facts(brief)),
        "names": {"sources": phrases()["headings"]["sources"], "untitled": _UNTITLED},
        "pictures": [{"title": picture.title, "svg": picture.svg} for picture in pictures],
    }
    for row, source in zip(told["sources"], brief.sources, strict=True):
        _, row["outlet"], row["published"] = _where(source)
        row["link"] = _href(source.url)
    compiler = typst.Compiler(sys_inputs={"brief": json.dumps(told)}, ignore_system_fonts=True)
    written = compiler.compile(template, format="pdf", timestamp=0)
    if not isinstance(written, bytes):
        raise TypeError("typst gave no single document")
    return written


def _facts(brief: Brief) -> list[str]:
    """What the brief is about: subject, period, and the days on the two clocks."""
    told = [brief.name]
    if brief.start or brief.end:
        first, last = brief.start and day(brief.start), brief.end and day(brief.end)
        told.append(f"period: {first or 'open'} to {last or 'the latest report'}")
    elif not brief.as_of and not brief.known_on:
        told.append("all that the ledger holds")
    told += [f"as of {day(brief.as_of)}"] if brief.as_of else []
    return [*told, f"as known on {day(brief.known_on)}"] if brief.known_on else told


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("legation.briefs"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _plain(text: str) -> str:
    """Text that Markdown takes as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", _BLANKS.sub(" ", text).strip())


def _cited(brief: Brief, line: Line) -> str:
    if not isinstance(line, Sentence):
        return _plain(line.text)
    return f"{_plain(line.text)} {_links(brief, line)}"


def _links(brief: Brief, sentence: Sentence) -> str:
    return " ".join(f"[[{number}]](#source-{number})" for number in brief.numbers(sentence))


def _table(brief: Brief, columns: Sequence[str], rows: Sequence[Sentence]) -> str:
    """Rows of cells; the citations stand with the sources."""
    lines = [f"| {' | '.join(columns)} |", "|" + " --- |" * len(columns)]
    at = columns.index("Sources")
    for row in rows:
        told = [_plain(cell[:1].upper() + cell[1:]) for cell in row.cells]
        told[at] += f" {_links(brief, row)}"
        lines.append(f"| {' | '.join(told)} |")
    return "\n".join(lines)


def _source_line(source: Source) -> str:
    """One source: its anchor, where it stands, and the sentence with the triggers in bold."""
    where = ", ".join(_plain(part) for part in _where(source))
    link = f" <{url}>" if (url := _href(source.url)) else ""
    quoted, last = "", 0
    for start, end in source.marks:
        quoted += f"{_plain_part(source.sentence[last:start])}**{_plain_part(source.sentence[start:end])}**"
        last = end
    quoted += _plain_part(source.sentence[last:])
    return f'<a id="source-{source.number}"></a>{source.number}. {where}:{link} “{quoted.strip()}”'


def _plain_part(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", _BLANKS.sub(" ", text))


def _where(source: Source) -> list[str]:
    """Title, outlet and date, as far as the article has them."""
    told = [source.title or _UNTITLED, source.outlet or "outlet not named"]
    return [*told, day(source.published) if source.published else "undated"]


def _href(url: str | None) -> str | None:
    """A link that is safe to follow: http or https, without blanks or brackets; else none."""
    if url is None or re.search(r"[\s<>\"'\\]", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _html(brief: Brief, line: Line) -> Markup:
    """A line with its citations as links."""
    if not isinstance(line, Sentence):
        return Markup('<span class="notice">{}</span>').format(line.text)
    return escape(line.text) + Markup("&nbsp;") + _html_links(brief.numbers(line))


def _html_links(numbers: Sequence[int]) -> Markup:
    links = (Markup('<a href="#source-{0}" aria-label="Source {0}">{0}</a>').format(number) for number in numbers)
    return Markup('<sup class="cite">{}</sup>').format(Markup(" ").join(links))


def _marked(source: Source) -> Markup:
    """The sentence of a source with its triggers marked."""
    parts, last = Markup(), 0
    for start, end in source.marks:
        parts += escape(source.sentence[last:start]) + Markup("<mark>{}</mark>").format(source.sentence[start:end])
        last = end
    return parts + escape(source.sentence[last:])
