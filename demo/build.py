"""Renders the demo articles (`demo/articles/*.md`) as an archive would hold them: pages, a feed, a WARC, JSON Lines.

Run as `python demo/build.py`; writes `demo/archive/`. A rebuild gives the same content, byte for byte.
"""

import io
import json
import sys
import uuid
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HERE = Path(__file__).parent
NOTICE = "Written for Legation from public facts; not a real news report."
FORMS = ("html", "feed", "warc", "jsonl")
TEMPLATES = ("tribune.html", "briefing.html", "dispatch.html", "courier.html")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a body: `kind` is p, head or list; `items` are a list's."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One demo article as its author wrote it."""

    id: str
    outlet: str
    url: str
    title: str
    dek: str
    byline: str | None
    published: date
    form: str
    body: tuple[Part, ...]


def load_articles(folder: Path) -> list[Source]:
    """All article sources, by file name. Raises ValueError, with the file, where one is not of the agreed form."""
    return [_load(path) for path in sorted(folder.glob("*.md"))]


def _load(path: Path) -> Source:
    parts = path.read_text(encoding="utf-8").split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise ValueError(f"{path}: no front matter between --- lines")
    head: dict[str, Any] = yaml.safe_load(parts[1])
    texts = {name: str(head[name]).strip() for name in ("id", "outlet", "url", "title", "dek", "form")}
    if texts["form"] not in FORMS or not isinstance(head["published"], date) or texts["id"] != path.stem:
        raise ValueError(f"{path}: form, published or id is not as agreed")
    return Source(**texts, byline=head.get("byline"), published=head["published"], body=tuple(_body(parts[2])))


def _body(text: str) -> list[Part]:
    parts = []
    text = text.replace("**", "")
    for block in text.strip().split("\n\n"):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        while lines and lines[0].startswith("#"):
            parts.append(Part("head", lines.pop(0).lstrip("# ")))
        if lines and all(line.startswith("- ") for line in lines):
            parts.append(Part("list", items=tuple(line[2:] for line in lines)))
        elif lines:
            parts.append(Part("p", " ".join(lines)))
    return parts


def body_text(article: Source) -> str:
    """Dek and body as plain text, the notice last."""
    parts = ["\n".join(f"- {item}" for item in part.items) if part.items else part.text for part in article.body]
    return "\n\n".join([article.dek, *parts, NOTICE])


def render_page(article: Source, others: list[Source]) -> str:
    """The article as a page of its outlet, with the clutter that such pages have."""
    outlets = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined)
    template = outlets.get_template(TEMPLATES[zlib.crc32(article.outlet.encode()) % len(TEMPLATES)])
    related = [each for each in others if each.outlet == article.outlet and each.id != article.id][:3]
    day = f"{article.published:%B} {article.published.day}, {article.published.year}"
    return template.render(a=article, day=day, ld=_linked_data(article), notice=NOTICE, related=related) + "\n"


def _linked_data(article: Source) -> str:
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.dek,
        "datePublished": f"{article.published}T08:00:00Z",
        "publisher": {"@type": "Organization", "name": article.outlet},
    }
    if article.byline:
        data["author"] = [{"@type": "Person", "name": article.byline}]
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")


def render_feed(articles: list[Source]) -> str:
    """An RSS 2.0 feed with the full text of each entry, and its outlet as the entry's source."""
    items = "\n".join(map(_item, articles))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>Legation demo feed</title>
<link>https://legation.example/feed</link>
<description>{escape(NOTICE)}</description>
<language>en</language>
{items}
</channel>
</rss>
"""


def _item(article: Source) -> str:
    html = [f"<p><em>{escape(article.dek)}</em></p>"]
    for part in article.body:
        if part.kind == "list":
            html.append("<ul>" + "".join(f"<li>{escape(item)}</li>" for item in part.items) + "</ul>")
        else:
            tag = "h3" if part.kind == "head" else "p"
            html.append(f"<{tag}>{escape(part.text)}</{tag}>")
    html.append(f'<p><a href="{escape(article.url)}#share">Share this article</a></p>')
    html.append(f"<p>{escape(NOTICE)}</p>")
    creator = f"\n<dc:creator>{escape(article.byline)}</dc:creator>" if article.byline else ""
    day = format_datetime(datetime.combine(article.published, time(8), UTC))
    host = escape("/".join(article.url.split("/")[:3]))
    return f"""<item>
<title>{escape(article.title)}</title>
<link>{escape(article.url)}</link>
<guid isPermaLink="false">{escape(article.id)}</guid>
<pubDate>{day}</pubDate>{creator}
<source url="{host}/feed">{escape(article.outlet)}</source>
<description>{escape(article.dek)}</description>
<content:encoded>{escape(chr(10).join(html))}</content:encoded>
</item>"""


def render_warc(articles: list[Source], others: list[Source]) -> bytes:
    """The pages as a crawler would have archived them, a missing page among them; ids and dates follow the articles."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for article in articles:
        _write_response(writer, article.url, "200 OK", render_page(article, others), article.published)
    if articles:
        _write_response(writer, f"{articles[0].url}/gone", "404 Not Found", "<h1>Not found</h1>", articles[0].published)
    return out.getvalue()


def _write_response(writer: WARCWriter, url: str, status: str, page: str, day: date) -> None:
    http = StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    named = {
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url)}>",
        "WARC-Date": f"{day}T12:00:00Z",
    }
    payload = io.BytesIO(page.encode())
    writer.write_record(
        writer.create_warc_record(url, "response", payload=payload, http_headers=http, warc_headers_dict=named)
    )


def render_wire(articles: list[Source]) -> str:
    """The articles as JSON Lines, as a wire service or a database would hand them over."""
    lines = []
    for article in articles:
        record = {
            "id": article.id,
            "title": article.title,
            "url": article.url,
            "outlet": article.outlet,
            "published": article.published.isoformat(),
            "byline": article.byline,
            "language": "en",
            "text": body_text(article),
        }
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    return "".join(lines)


def render(articles: list[Source]) -> dict[str, bytes]:
    """The whole archive: contents by path within it."""
    by_form = {form: [each for each in articles if each.form == form] for form in FORMS}
    files = {f"pages/{each.id}.html": render_page(each, articles).encode() for each in by_form["html"]}
    files["feed.xml"] = render_feed(by_form["feed"]).encode()
    files["archive.warc.gz"] = render_warc(by_form["warc"], articles)
    files["wire.jsonl"] = render_wire(by_form["jsonl"]).encode()
    return files


def main() -> int:
    """Write the archive, and remove pages whose article is gone."""
    archive = HERE / "archive"
    files = render(load_articles(HERE / "articles"))
    for old in archive.rglob("*"):
        if old.is_file() and old.relative_to(archive).as_posix() not in files:
            old.unlink()
    for name, content in files.items():
        path = archive / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    print(f"{len(files)} files in {archive}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
