"""From matches to event drafts: who stands on which side, who provides to whom, and which act has which content."""

from dataclasses import dataclass, replace

from spacy.tokens import Token

from legation.coding import syntax
from legation.coding.lexicon import Lexicon
from legation.coding.matching import Match, slot_tokens
from legation.coding.modality import BESIDE, Modality, modality
from legation.ontology.cooperation import load_cooperation
from legation.records.event import Direction, Factuality

SPEECH_ACTS = frozenset({"REQUEST", "AGREE", "REJECT", "THREATEN", "ACCUSE"})
# What the content of a speech act is, whatever its own words say (ontology, section 1).
_CONTENT = {
    "REQUEST": Factuality.POSSIBLE,
    "AGREE": Factuality.PLANNED,
    "THREATEN": Factuality.POSSIBLE,
    "ACCUSE": Factuality.OCCURRED,
    "REJECT": Factuality.DENIED,
}
_CLAIMS = frozenset("claim accusation allegation report suggestion charge rumor rumour statement assertion".split())
# Denying is no refusing: the act has no cooperation of its own.
_DENIALS = frozenset("deny dismiss refute contest rebut disavow".split())
_LIGHT_VERBS = frozenset(
    "hold have make give take pay conduct carry launch provide maintain express stage reach mount offer do perform "
    "undertake enter extend lend keep run issue voice".split()
)
# These go on though they are told of the future; other practices that are planned begin.
_STAYING = frozenset("remain stay keep continue maintain retain".split())
# Giving turned round is no giving: "suspended the training".
_GIVING = frozenset({"AID", "COOPERATE", "SUPPORT"})
_TURNS: frozenset[Direction] = frozenset({"exit", "pause", "reduce", "refuse"})
# The side that gives a place is the provider of `basing`; who uses, leaves or hands it back is not.
_GRANTING = frozenset("allow grant lease let offer open permit rent provide give host lend cede authorize".split())
_LEAVING: frozenset[Direction] = frozenset({"exit", "reduce"})
# The subject of these receives what it hosts.
_HOSTING = frozenset("host house accept welcome receive admit shelter invite".split())
_HOSTED = frozenset({"presence", "training", "diplomatic", "peacekeeping"})
# Of these the noun's owner says nothing of who provides: "Niger's defence pact with Russia".
_WITHOUT_OWNER = frozenset({"basing", "restriction", "framework", "commitment", "exercise", "industry"})


@dataclass(frozen=True, slots=True)
class Draft:
    """An event of one sentence in terms of its tokens. `content_of` is the index of the act whose content it is."""

    match: Match
    trigger: Token
    source: tuple[Token, ...]
    target: tuple[Token, ...]
    modality: Modality
    event_type: str
    mode: str | None
    cooperation: str | None
    direction: Direction
    provider: tuple[Token, ...] = ()
    recipient: tuple[Token, ...] = ()
    alleged: bool = False
    content_of: int | None = None


def drafts(found: list[Match], lexicon: Lexicon, *, headline: bool) -> list[Draft]:
    """The event drafts of a sentence, in text order, speech acts linked to their contents."""
    made = [_draft(match, lexicon, headline=headline) for match in found]
    made = [_with_shared_target(draft, made) for draft in made]
    made = [_with_parties(draft) for draft in _with_contents(made)]
    contents = {draft.content_of: draft for draft in reversed(made) if draft.content_of is not None}
    return [_as_told(draft, contents.get(index)) for index, draft in enumerate(made)]


def _as_told(act: Draft, content: Draft | None) -> Draft:
    """An act is about its content, so its cooperation has the content's sides."""
    if content is None or act.cooperation is None or act.cooperation != content.cooperation:
        return act
    return replace(act, provider=content.provider, recipient=content.recipient, direction=content.direction)


def _draft(match: Match, lexicon: Lexicon, *, headline: bool) -> Draft:
    trigger = match.trigger
    source = tuple(slot_tokens(trigger.source, match.head, match.words))
    taken = {token.i for token in source}
    target = tuple(
        t for t in slot_tokens(trigger.target, match.head, match.words) if t.i not in taken and t != match.theme
    )
    if trigger.mutual and not target and len(source) > 1:
        source, target = source[:1], source[1:]
    standing = trigger.direction == "continue" and trigger.event_type not in SPEECH_ACTS
    told = modality(match.head, lexicon, headline=headline, standing=standing)
    direction = _direction(trigger.direction, told.direction)
    event_type, mode = trigger.event_type, trigger.mode or None
    turned = direction != trigger.direction and direction in _TURNS and event_type in _GIVING
    if event_type == "*" or (turned and match.cooperation):
        event_type, mode = _by_theme(match, direction)
    ahead = told.factuality in (Factuality.PLANNED, Factuality.POSSIBLE)
    if direction == "continue" and ahead and not told.direction and match.head.lemma_.lower() not in _STAYING:
        direction = "entry"
    return Draft(match, _trigger_word(match), source, target, told, event_type, mode, match.cooperation, direction)


def _direction(own: Direction | None, told: Direction | None) -> Direction:
    """The direction of the act, once an aspect is told of it: stopping a withdrawal is to continue."""
    if told is None or own is None:
        return told or own or "entry"
    if own not in ("exit", "reduce", "pause", "refuse"):
        return told
    return "continue" if told in ("exit", "pause") and own != "refuse" else own


def _trigger_word(match: Match) -> Token:
    """The smallest lexical head: the noun in a light-verb construction (annotation guide, decision 2)."""
    if match.head.lemma_.lower() not in _LIGHT_VERBS:
        return match.head
    if match.trigger.event_type == "*" and match.theme is not None:
        return match.theme
    nouns = [word for word in match.words[1:] if word.pos_ == "NOUN" and word.dep_ in ("dobj", "nsubjpass")]
    return nouns[0] if nouns else match.head


def _by_theme(match: Match, direction: Direction) -> tuple[str, str | None]:
    if match.cooperation is None:
        return "COOPERATE", None
    code = load_cooperation()[match.cooperation].event_code(direction, mutual=match.trigger.mutual)
    return code.event_type, code.mode


def _with_shared_target(draft: Draft, others: list[Draft]) -> Draft:
    """A participle or coordinated verb without a target shares that of the verb that it hangs on."""
    if draft.target:
        return draft
    head = draft.match.head
    for _ in range(3):
        if head.dep_ not in ("advcl", "conj", "xcomp"):
            return draft
        head = head.head
        for other in others:
            if other.match.head == head and other.target:
                taken = {token.i for token in draft.source}
                return replace(draft, target=tuple(token for token in other.target if token.i not in taken))
    return draft


def _with_contents(made: list[Draft]) -> list[Draft]:
    linked = list(made)
    for index, act in enumerate(made):
        if act.event_type not in SPEECH_ACTS:
            continue
        inside = [
            k
            for k, other in enumerate(made)
            if k != index and _is_inside(other, act) and other.event_type not in SPEECH_ACTS
        ]
        if not inside:
            linked += _implied_content(act, index)
            if act.match.head.lemma_.lower() in _DENIALS:
                linked[index] = replace(act, cooperation=None)
            continue
        for k in inside:
            if linked[k].content_of is None:
                linked[k] = _as_content(linked[k], act, index)
        linked[index] = _as_act(act, linked[inside[0]])
    return linked


def _is_inside(content: Draft, act: Draft) -> bool:
    """Whether a draft stands in a complement of the act's head: below it, and not in a clause beside it."""
    token = content.match.head
    if not act.match.head.is_ancestor(token):
        return False
    while token != act.match.head:
        if token.dep_ in ("advcl", "relcl", "parataxis", "nsubj", "nsubjpass") or (
            token.dep_ == "conj" and token.head == act.match.head
        ):
            return False
        if token.dep_ == "prep" and token.lower_ in BESIDE:
            return False
        token = token.head
    return True


def _as_content(content: Draft, act: Draft, index: int) -> Draft:
    source = content.source
    if not source:
        source = act.target if act.event_type in ("REQUEST", "ACCUSE") and act.target else act.source
    target = content.target
    if not target and {t.i for t in source} != {t.i for t in act.source}:
        target = act.source if act.event_type != "ACCUSE" else ()
    told = replace(content.modality, factuality=_CONTENT[act.event_type])
    direction = content.direction
    if direction == "continue" and not told.direction:
        direction = "entry"
    if act.modality.factuality is Factuality.DENIED and act.event_type == "AGREE":
        told = replace(told, factuality=Factuality.DENIED)
    return replace(
        content,
        source=source,
        target=target,
        modality=told,
        direction=direction,
        alleged=act.event_type == "ACCUSE",
        content_of=index,
    )


def _as_act(act: Draft, content: Draft) -> Draft:
    """The act takes its missing target and its cooperation from its content."""
    own = {token.i for token in act.source}
    target = act.target
    if not target:
        target = tuple(token for token in (*content.source, *content.target) if token.i not in own)[:1]
    if act.match.head.lemma_.lower() in _DENIALS or _through_claim(act, content):
        return replace(act, target=target, cooperation=None)
    if act.cooperation is not None:
        return replace(act, target=target)
    return replace(act, target=target, cooperation=content.cooperation, direction=content.direction)


def _through_claim(act: Draft, content: Draft) -> bool:
    """Whether the act is about somebody's word on the content ("rejects the claim that …"), not about the content."""
    token = content.match.head
    while token not in (act.match.head, token.head):
        if token.lemma_.lower() in _CLAIMS:
            return True
        token = token.head
    return False


def _implied_content(act: Draft, index: int) -> list[Draft]:
    """The content of an act that names it by a noun alone ("seeks Russian training")."""
    theme = act.match.theme
    if theme is None or act.cooperation is None or act.event_type not in ("REQUEST", "AGREE", "REJECT"):
        return []
    denied = act.match.head.lemma_.lower() in _DENIALS
    owners = tuple(syntax.possessors(theme) or syntax.modifiers(theme))
    # "French troops" is an actor as it stands; of "Russian training" only "Russian" is.
    giver = (theme,) if owners and act.cooperation == "presence" else owners
    noun = next((word for word in act.match.words[1:] if word.pos_ == "NOUN"), theme)
    if act.event_type == "REQUEST":
        source, target = giver or act.target, act.source
    else:
        source, target = act.source, act.target
    if not source:
        return []
    code = load_cooperation()[act.cooperation].event_code(act.direction)
    told = replace(act.modality, factuality=_CONTENT[act.event_type])
    if denied:
        source, target = owners or act.source, act.source if owners else act.target
        act = replace(act, direction="entry")
    content = replace(act, trigger=noun, source=source, target=target, modality=told, content_of=index)
    return [replace(content, event_type=code.event_type, mode=code.mode)]


def _with_parties(draft: Draft) -> Draft:
    """Provider and recipient: by the theme's own owner where it has one, else by the cooperation type and the act."""
    if draft.cooperation is None:
        return draft
    source, target = draft.source, draft.target
    asked = draft.event_type in ("REQUEST", "ACCUSE") and draft.content_of is None
    expelled = draft.event_type == "SANCTION" and draft.mode == "expel"
    verb = draft.match.head.lemma_.lower()
    used = draft.cooperation == "basing" and (draft.direction in _LEAVING or verb not in _GRANTING)
    hosted = draft.cooperation in _HOSTED and verb in _HOSTING
    if asked or expelled or used or hosted:
        source, target = target, source
    together = draft.match.trigger.mutual and source and set(target) <= set(syntax.members(source[0]))
    if together and len({*source, *target}) != 2:
        source = target = (*source, *target)  # all signed together: each pair of them is tied
    return _with_owner(replace(draft, provider=source, recipient=target))


def _with_owner(draft: Draft) -> Draft:
    theme = draft.match.theme
    if theme is None or draft.cooperation in _WITHOUT_OWNER:
        return draft
    owner = tuple(t for t in syntax.possessors(theme) or syntax.modifiers(theme) if t.pos_ != "PRON")
    if not owner or theme in draft.source or not {*owner}.isdisjoint((*draft.source, *draft.provider)):
        return draft
    if not draft.source and draft.event_type not in SPEECH_ACTS:
        return replace(draft, source=owner, provider=owner)
    if not draft.target:
        return replace(draft, target=owner, provider=owner, recipient=draft.source)
    if draft.event_type in ("COOPERATE", "SANCTION", "REQUEST"):
        others = tuple(token for token in (*draft.source, *draft.target) if token not in draft.provider)
        return replace(draft, provider=owner, recipient=others[:1] or draft.recipient)
    return draft
