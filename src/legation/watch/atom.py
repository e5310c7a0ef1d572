"""Alerts as an Atom feed (RFC 4287) in a file: ids stay, and the file is replaced whole."""

import re
from datetime import datetime
from html import escape
from urllib.parse import quote
from uuid import uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from legation.watch.alert import Alert
from legation.watch.files import replace_file
from legation.watch.outbox import Outbox
from legation.watch.targets import Feed
from legation.watch.wording import source

MOST_ENTRIES = 200
_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KEPT_IN_ADDRESSES = "%/:=&?~#+!$,;'@()*[]"


def write_feed(feed: Feed, name: str, outbox: Outbox) -> None:
    """Writes the latest alerts of the delivery `name`; the same outbox always gives the same ids."""
    alerts = outbox.latest(name, MOST_ENTRIES)
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _text(root, "id", uuid5(outbox.identity, f"feed {name}").urn)
    _text(root, "title", feed.title)
    _text(root, "updated", _time(max((alert.found for alert in alerts), default=outbox.begun)))
    _text(SubElement(root, "author"), "name", "Legation")
    _text(root, "generator", "Legation")
    if feed.url:
        SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": _href(feed.url)})
    for alert in alerts:
        _entry(root, alert, uuid5(outbox.identity, f"alert {alert.alert_id}").urn)
    replace_file(feed.path, tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(root: Element, alert: Alert, urn: str) -> None:
    entry = SubElement(root, "entry")
    _text(entry, "id", urn)
    _text(entry, "title", alert.headline)
    _text(entry, "updated", _time(alert.found))
    _text(entry, "published", _time(alert.found))
    for term in dict.fromkeys([alert.change.value, *alert.actors, *([alert.type] if alert.type else [])]):
        SubElement(entry, "category", {"term": _clean(term)})
    links = [quoted.url for quoted in alert.evidence if quoted.url and quoted.url.startswith(("http://", "https://"))]
    if links:
        SubElement(entry, "link", {"rel": "alternate", "href": _href(links[0])})
    for url in list(dict.fromkeys(links))[1:]:
        SubElement(entry, "link", {"rel": "related", "href": _href(url)})
    _text(entry, "content", _html(alert)).set("type", "html")


def _html(alert: Alert) -> str:
    """The sentences behind the alert, and where each stands, as HTML in which nothing of theirs is markup."""
    quotes = "".join(
        f"<blockquote><p>{escape(quoted.sentence)}</p></blockquote><p>{escape(source(quoted))}</p>"
        for quoted in alert.evidence
    )
    return f"{quotes}<p>Rule: {escape(alert.rule)}; outlets: {alert.outlets}; alert {alert.alert_id}</p>"


def _text(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = _clean(text)
    return child


def _clean(text: str) -> str:
    """The text without what no XML document may hold."""
    return _NOT_XML.sub("", text)


def _href(url: str) -> str:
    """The address with all that no address may hold percent-encoded."""
    return quote(url, safe=_KEPT_IN_ADDRESSES)


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
