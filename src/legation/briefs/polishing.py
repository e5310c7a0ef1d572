"""Smoother wording by a language model, which may change words and nothing else; off unless an endpoint is given.

Any endpoint that speaks OpenAI's chat completions will do. It gets the plain sentences of a brief with the numbers of
their sources, and gives each back in other words. A polished sentence stands only where `refusal` finds nothing to say
against it; wherever it does, and whenever the endpoint fails, the plain sentence stays.
"""

import json
import re
from calendar import month_name
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from legation.briefs.brief import Brief, Line, Sentence
from legation.briefs.citations import copied
from legation.briefs.phrases import phrases
from legation.errors import FetchError
from legation.net import post_json
from legation.ontology.knowledge import load_knowledge
from legation.ontology.spelling import alias_key
from legation.records.article import Article
from legation.settings import Settings

_CITATION = re.compile(r"\s*\[(\d+)\]")
_MONTHS = frozenset(month_name[1:])
_WORD = re.compile(r"[^\W_]+(?:[-'’.,][^\W_]+)*")
_LONGEST_NAME = 6
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|es|ly|al|s|e)$")
"""Words that differ in these alone count as forms of one word ("leave", "leaves", "leaving")."""
_UNPOLISHED = frozenset({"row", "title", "title_two"})


@dataclass(frozen=True, slots=True)
class Polished:
    """A brief after polishing: how many sentences were given to the model, those kept, why others were not.

    `failure` tells why the endpoint gave nothing at all.
    """

    brief: Brief
    asked: int = 0
    kept: int = 0
    refused: tuple[str, ...] = ()
    failure: str | None = None


def polish(brief: Brief, articles: Sequence[Article], settings: Settings) -> Polished:
    """The brief with such sentences of the model in it as say the same; `articles` are those that it must not copy.

    The endpoint, its model and key are in `settings`. Never raises for what an endpoint does.
    """
    plain = {sentence.plain: sentence for sentence in brief.sentences if sentence.pattern not in _UNPOLISHED}
    numbered = dict(enumerate(plain.values(), start=1))
    if not numbered:
        return Polished(brief)
    try:
        answers = _ask({number: _with_citations(brief, one) for number, one in numbered.items()}, settings)
    except FetchError as error:
        return Polished(brief, len(numbered), failure=str(error))
    polished: dict[str, Sentence] = {}
    refused = []
    for number, sentence in numbered.items():
        answer = answers.get(number, "")
        why = refusal(answer, sentence, brief, articles)
        if why:
            refused.append(f"{why}: {answer or sentence.plain}")
        else:
            polished[sentence.plain] = replace(sentence, polished=" ".join(_CITATION.sub("", answer).split()))
    return Polished(_with(brief, polished), len(numbered), len(polished), tuple(refused))


def refusal(answer: str, sentence: Sentence, brief: Brief, articles: Sequence[Article]) -> str | None:
    """Why a polished sentence may not stand for a plain one; None where it may.

    It keeps its citations, hedges and the order of its actors; it has no number, date, name or other word of substance
    that neither the plain sentence nor the cited ones have; and it copies no more than eight words in a row.
    """
    text = " ".join(_CITATION.sub("", answer).split())
    numbers = brief.numbers(sentence)
    if not text or len(re.findall(r"[.!?](?:\s|$)", text)) != 1 or not text.endswith((".", "!", "?")):
        return "not one whole sentence"
    if set(map(int, _CITATION.findall(answer))) != set(numbers):
        return "its citations are not those of the plain sentence"
    if copied(text, articles):
        return "it copies an article"
    if _actors(text) != _actors(sentence.plain):
        return "it names other actors, or in another order"
    cited = " ".join(source.sentence for source in brief.sources if source.number in numbers)
    if strangers := _strangers(text, f"{sentence.plain} {cited}"):
        return f"its evidence has no {', '.join(strangers)}"
    if Counter(_marks(text)) != Counter(_marks(sentence.plain)):
        return "it is more, or less, certain than the plain sentence, or has other figures"
    return None


def _with(brief: Brief, polished: Mapping[str, Sentence]) -> Brief:
    def better(line: Line) -> Line:
        return polished.get(line.plain, line) if isinstance(line, Sentence) else line

    sections = tuple(
        replace(
            section,
            groups=tuple(replace(group, lines=tuple(map(better, group.lines))) for group in section.groups),
        )
        for section in brief.sections
    )
    return replace(brief, dek=tuple(map(better, brief.dek)), sections=sections)


def _with_citations(brief: Brief, sentence: Sentence) -> str:
    return f"{sentence.plain} {''.join(f'[{number}]' for number in brief.numbers(sentence))}"


def _ask(sentences: Mapping[int, str], settings: Settings) -> dict[int, str]:
    """The model's wordings by number. Raises FetchError where the endpoint does not give them in the form asked for."""
    request = {
        "model": settings.polish_model,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": phrases()["polishing"]["task"]},
            {"role": "user", "content": json.dumps(sentences, ensure_ascii=False)},
        ],
    }
    url = f"{settings.polish_url.rstrip('/')}/chat/completions"
    answer = post_json(url, request, settings, key=settings.polish_key)
    try:
        content: Any = answer["choices"][0]["message"]["content"]
        told = json.loads(content[content.index("{") : content.rindex("}") + 1])
        return {int(number): str(text) for number, text in told.items()}
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise FetchError(f"{url}: the answer is not in the form asked for") from error


def _actors(text: str) -> list[str]:
    """The known actors that a text names, each once, in the order of their first names."""
    found: list[str] = []
    words = _WORD.findall(text)
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            if actor := _named(" ".join(words[at : at + length])):
                found.append(actor)
                at += length - 1
                break
        at += 1
    return list(dict.fromkeys(found))


def _named(words: str) -> str | None:
    """The actor that words name, with or without a possessive ending; small letters name nobody."""
    bare = re.sub(r"['’]s?$", "", words)
    if bare.startswith(("the ", "The ")) or bare == bare.casefold():
        return None
    targets = load_knowledge().aliases.get(alias_key(bare), ())
    return min((target.actor_id for target in targets if not target.acronym or bare == bare.upper()), default=None)


def _strangers(text: str, evidence: str) -> list[str]:
    """The words of a text that are no form of a word of its evidence, and that do not merely link."""
    known = {_stem(word) for word in _WORD.findall(evidence)}
    linking = set(phrases()["polishing"]["linking"])
    actors = {word for word in _WORD.findall(text) if _named(word)}
    return [
        word
        for word in _WORD.findall(text)
        if word not in actors and word.casefold() not in linking and _stem(word) not in known
    ]


def _stem(word: str) -> str:
    """A word without its ending."""
    return _ENDING.sub("", re.sub(r"['’]s?$", "", word.casefold()))


def _marks(text: str) -> Iterator[str]:
    """The words that make a statement more or less certain, or turn it round, and its figures and months."""
    marks = phrases()["polishing"]["marks"]
    for word in _WORD.findall(text):
        if word in _MONTHS:
            yield word
        elif word.casefold() in marks:
            yield marks[word.casefold()]
        elif any(letter.isdigit() for letter in word):
            yield word
