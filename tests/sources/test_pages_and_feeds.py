"""Web pages and feeds: what they say of themselves, and their text without the page around it."""

from dataclasses import replace
from datetime import date

from legation.records.article import Article, Problem
from legation.settings import Settings
from legation.sources.assembly import Known
from legation.sources.content import read_page
from legation.sources.fetch import FeedMemory
from legation.sources.inputs import read_inputs

PARAGRAPHS = [
    "Ruritania's defence minister has asked Freedonia for instructors, officials said on Monday in the capital.",
    "The last Sylvanian soldiers are to leave by 15 September 2019, under a timetable that both armies signed.",
    "Freedonia has not answered yet, but its ambassador said that the request was under study.",
]
LINKED_DATA = (
    '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", '
    '"headline": "A request", "datePublished": "2024-04-22T10:00:00Z", '
    '"author": {"@type": "Person", "name": "Ann Writer"}}</script>'
)


def page(head: str = "", title: str = "Ruritania asks for trainers") -> bytes:
    return f"""<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body>
<nav><a href="/">Home</a></nav><article><h1>{title}</h1><p>By Bob Scribe</p><p>{PARAGRAPHS[0]}</p><p>Advertisement</p>
<h2>What to watch</h2><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p><ul><li>One thing</li><li>Another</li></ul>
<p>Read more: Another story</p></article><footer>Copyright 2024</footer></body></html>""".encode()


TEXT = "\n\n".join([PARAGRAPHS[0], "What to watch", *PARAGRAPHS[1:], "• One thing\n• Another"])


def test_headings_and_lists_stay_and_the_page_goes():
    article = read_page(page(LINKED_DATA), "x", Settings(), Known(url="http://a.example/"))
    assert isinstance(article, Article)
    assert (article.text, article.title, article.byline) == (TEXT, "A request", "Ann Writer")
    assert (article.published, article.url, article.language) == (date(2024, 4, 22), "http://a.example/", "en")


def test_meta_dates_are_read_and_an_undated_page_takes_none_from_its_text():
    dated = read_page(
        page('<meta property="article:published_time" content="2024-04-22T10:00:00Z">'), "x", Settings(), Known()
    )
    undated = read_page(page(), "x", Settings(), Known())
    given = read_page(page(), "x", Settings(), Known(published=date(2020, 1, 1)))
    assert isinstance(dated, Article) and isinstance(undated, Article) and isinstance(given, Article)
    assert (dated.published, undated.published, given.published) == (date(2024, 4, 22), None, date(2020, 1, 1))
    assert undated.byline == "Bob Scribe"


def item(number: int, body: str = "", link: str = "") -> str:
    return (
        f"<item><title>Item {number}</title><guid>{number}</guid><link>{link}</link>"
        f"<pubDate>Mon, 22 Apr 2024 10:00:00 GMT</pubDate>"
        f"<dc:creator>Ann Writer</dc:creator><description>Short.</description>{body}</item>"
    )


def feed(*items: str) -> bytes:
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    channel = f"<channel><title>The Paper</title>{''.join(items)}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0" {names}>{channel}</rss>'.encode()


FULL = "<content:encoded><![CDATA[" + "".join(f"<p>{each}</p>" for each in PARAGRAPHS) + "]]></content:encoded>"


def test_feed_from_a_server_full_entries_as_they_are_others_from_their_pages(server, quick):
    link = server.page("/page", page(), Content_Type="text/html; charset=utf-8")
    url = server.page(
        "/feed", feed(item(1, FULL, server.base + "/never"), item(2, link=link), item(3, link=link + "x"))
    )
    full, fetched, missing = read_inputs([url], quick)
    assert isinstance(full, Article) and isinstance(fetched, Article) and isinstance(missing, Problem)
    assert (full.text, full.title, full.byline) == ("\n\n".join(PARAGRAPHS), "Item 1", "Ann Writer")
    assert (full.outlet, full.published) == ("The Paper", date(2024, 4, 22))
    assert (fetched.text, fetched.url, fetched.published) == (TEXT, link, date(2024, 4, 22))
    assert missing.what == "fetch failed" and "404" in missing.why
    assert "/never" not in [path for path, _ in server.asked]


def test_feed_file_fetches_nothing(server, tmp_path):
    (tmp_path / "feed.xml").write_bytes(feed(item(1, FULL), item(2, link=server.page("/page", page()))))
    full, short = read_inputs([str(tmp_path)], Settings())
    assert isinstance(full, Article) and isinstance(short, Article)
    assert (len(full.text) > 200, short.text) == (True, "Short.")
    assert server.asked == []


def test_feed_is_asked_conditionally_the_second_time(server, quick, tmp_path):
    def answer(request):
        same = (
            request.headers.get("If-None-Match") == '"v1"' and request.headers.get("If-Modified-Since") == "yesterday"
        )
        return (304, {}, b"") if same else (200, {"ETag": '"v1"', "Last-Modified": "yesterday"}, feed(item(1, FULL)))

    server.routes["/feed"] = answer
    memory = FeedMemory(tmp_path / "feeds.json")
    first = list(read_inputs([server.base + "/feed"], quick, feed_memory=memory))
    unsaved = list(read_inputs([server.base + "/feed"], quick, feed_memory=FeedMemory(tmp_path / "feeds.json")))
    memory.save()
    second = list(read_inputs([server.base + "/feed"], quick, feed_memory=FeedMemory(tmp_path / "feeds.json")))
    assert (len(first), len(unsaved), second) == (1, 1, [])


def test_feed_that_was_not_read_to_its_end_is_read_again(server, quick, tmp_path):
    url = server.page("/feed", feed(item(1, FULL), item(2, FULL)), ETag='"v1"')
    memory = FeedMemory(tmp_path / "feeds.json")
    reading = read_inputs([url], quick, feed_memory=memory)
    next(reading)
    reading.close()
    memory.save()
    assert memory.conditions(url) == {"etag": None, "last_modified": None}


def test_broken_feed_memory_is_told_and_the_feed_read(server, quick, tmp_path):
    (tmp_path / "feeds.json").write_text("{")
    problem, article = read_inputs(
        [server.page("/feed", feed(item(1, FULL)))], quick, feed_memory=FeedMemory(tmp_path / "feeds.json")
    )
    assert isinstance(problem, Problem) and problem.what == "unreadable" and isinstance(article, Article)


def test_entry_with_an_invalid_date_is_kept_undated(tmp_path):
    (tmp_path / "feed.xml").write_bytes(feed(item(1, FULL).replace("Mon, 22 Apr 2024 10:00:00 GMT", "some day")))
    problem, article = read_inputs([str(tmp_path)], Settings())
    assert isinstance(problem, Problem) and problem.what == "invalid date"
    assert isinstance(article, Article) and article.published is None


def test_page_text_and_records_by_address(server, quick):
    urls = [
        server.page("/page", page(), Content_Type="text/html"),
        server.page("/text", PARAGRAPHS[0].encode(), Content_Type="text/plain"),
        server.page("/wire", b'{"text": "Mali and Niger signed a charter."}\n', Content_Type="application/json"),
    ]
    texts = [each.text for each in read_inputs(urls, quick) if isinstance(each, Article)]
    assert texts == [TEXT, PARAGRAPHS[0], "Mali and Niger signed a charter."]


def test_page_too_large_from_a_server(server, quick):
    [problem] = read_inputs([server.page("/page", page())], replace(quick, max_bytes=100))
    assert isinstance(problem, Problem) and "too large" in problem.why
