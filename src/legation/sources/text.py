"""Bytes to text, and text to its one stored form: encoding, normalization, language, dates, identity."""

import codecs
import hashlib
import re
import unicodedata
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from functools import cache

from charset_normalizer import from_bytes
from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Only languages that news comes in: unrestricted, the identifier calls headlines Pidgin or Latin.
_LANGUAGES = tuple(
    "en fr es pt it de nl ru uk ar fa tr sw ha am so zh ja ko hi ur bn id ms vi th pl ro cs sk hu bg el sv da no fi "
    "he sr hr mg ka hy az kk".split()
)
_MIN_LETTERS = 200  # below, names and places outweigh the language's own words
_MIN_PROBABILITY = 0.95
_DETECT_CHARACTERS = 5000
# A text that begins and ends so far in surely English is English; only of others all these letters are looked at.
_SURE_CHARACTERS, _SURE_PROBABILITY = 600, 0.9999

# Charsets to guess among, once UTF-8 is ruled out: the ones that web pages still use.
_CANDIDATES = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1256", "koi8_r", "gb18030", "big5", "shift_jis",
               "euc_jp", "euc_kr"]  # fmt: skip
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_SEVEN_BIT = ("iso2022", "hz", "utf-16", "utf-32")  # charsets whose bytes may pass for UTF-8
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"Rar!",
          b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"SQLite format", b"{\\rtf")  # fmt: skip
_GUESS_BYTES = 65_536
_MAX_ODD_SHARE = 0.02
_WESTERN_SHARE = 0.15
_UNUSED_IN_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")

_UNUSUAL = re.compile(r"[^\n\t -~]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LANGUAGE_TAG = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.IGNORECASE)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?=$|[T\s])")


def normalize(text: str) -> str:
    """The stored form of a text: NFC, LF, one blank between words, no control, zero-width or bidi characters.

    Applying it twice changes nothing more. Lone surrogates become U+FFFD.
    """
    kept = _UNUSUAL.sub(lambda unusual: _kept(unusual[0]), _NEWLINES.sub("\n", text))
    lines = (_BLANKS.sub(" ", line).strip() for line in unicodedata.normalize("NFC", kept).split("\n"))
    return "\n".join(lines).strip("\n")


def without_surrogates(text: str) -> str:
    """The text with each lone surrogate, which no encoding can write, replaced by U+FFFD; its length stays."""
    return _SURROGATES.sub("\ufffd", text)


def normalize_line(text: str) -> str:
    """The stored form of a title, byline or other one-line field."""
    return " ".join(normalize(text).split())


def _kept(character: str) -> str:
    if character.isprintable():
        return character
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    return "" if category in {"Cc", "Cf"} else character


def decode(content: bytes, declared: str | None = None) -> str | None:
    """The text of some bytes, or None where they are no text.

    A byte order mark decides first, then UTF-8 if it fits (bytes that are valid UTF-8 with letters beyond ASCII are
    hardly ever anything else, while pages that declare Latin-1 often are UTF-8), then what was declared, then a guess.
    """
    if content.startswith(_MAGIC):
        return None
    text = _as_told(content, declared)
    if text is None:
        guessed = _guess(content[:_GUESS_BYTES])
        text = content.decode(guessed, errors="replace") if guessed else None
    return text if text is not None and _is_text(text) else None


def misread(content: bytes, declared: str | None = None) -> str | None:
    """Why the encoding of some text had to be guessed, or None where it is UTF-8, marked, or what was declared."""
    if _as_told(content, declared) is not None:
        return None
    return f"the text is not {declared or 'utf-8'}; its letters were guessed as {_guess(content[:_GUESS_BYTES])}"


def _as_told(content: bytes, declared: str | None) -> str | None:
    """The text in the first encoding that fits of those that need no guess; None where none does."""
    for encoding in _encodings(content, declared):
        try:
            return content.decode(encoding)
        except (UnicodeError, LookupError, ValueError):
            continue
    return None


def _guess(head: bytes) -> str | None:
    """The likeliest legacy charset; Western European where letters beyond ASCII are few, as in English text."""
    beyond = sum(byte >= 0x80 for byte in head)
    if beyond <= _WESTERN_SHARE * len(head) and not set(head) & _UNUSED_IN_CP1252:
        return "cp1252"
    best = from_bytes(head, cp_isolation=_CANDIDATES).best()
    return best.encoding if best else None


def _encodings(content: bytes, declared: str | None) -> list[str]:
    marked = next((name for mark, name in _BOMS if content.startswith(mark)), None)
    if marked:
        return [marked]
    name = (declared or "").strip().strip("\"'").lower()
    if name.replace("-", "").replace("_", "") in {"latin1", "iso88591", "ascii", "usascii"}:
        name = "cp1252"  # what browsers do, by the WHATWG encoding standard
    if not name:
        return ["utf-8"]
    return (
        [name, "utf-8"] if name.replace("_", "-").replace("-2022", "2022").startswith(_SEVEN_BIT) else ["utf-8", name]
    )


def _is_text(text: str) -> bool:
    head = text[:_GUESS_BYTES]
    odd = sum(map(_is_odd, _UNUSUAL.findall(head)))
    return odd <= _MAX_ODD_SHARE * len(head)


def _is_odd(character: str) -> bool:
    if character in "\r\f\x0b":
        return False
    return character == "\ufffd" or unicodedata.category(character) in {"Cc", "Cn", "Co", "Cs"}


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_LANGUAGES))
    return identifier


def language_of(text: str, declared: str | None = None) -> str:
    """The ISO 639 code of a text's language: its own words decide, for short texts what was declared, else English."""
    tag = _LANGUAGE_TAG.fullmatch((declared or "").strip())
    said = tag.group(1).lower() if tag else None
    if said is not None and said not in _LANGUAGES:
        return said
    head = text[:_DETECT_CHARACTERS]
    if sum(map(str.isalpha, head)) >= _MIN_LETTERS:
        if _surely_english(head[:_SURE_CHARACTERS]) and _surely_english(head[-_SURE_CHARACTERS:]):
            return "en"
        found, probability = _identifier().classify(head)
        if found == "en" or probability >= _MIN_PROBABILITY:
            return str(found)
    return said or "en"


def _surely_english(text: str) -> bool:
    found, probability = _identifier().classify(text)
    return bool(found == "en" and probability >= _SURE_PROBABILITY)


def parse_date(value: str) -> date | None:
    """The day of an ISO 8601 date or time, or of an RFC 2822 one as feeds have it; None where it is neither."""
    value = value.strip()
    day = _ISO_DAY.match(value)
    try:
        if day:
            return date(*map(int, day.groups()))
        if value[:1].isdigit() and len(value) == 8:
            return datetime.strptime(value, "%Y%m%d").date()
        return parsedate_to_datetime(value).date()
    except (ValueError, IndexError, OverflowError):
        return None


def document_id(text: str, key: str | None, published: date | None) -> str:
    """First 16 hex digits of SHA-256 over text, url or id, and publication day."""
    parts = "\x1f".join((text, key or "", published.isoformat() if published else ""))
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:16]
