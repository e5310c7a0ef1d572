"""What each mention of an article says of which relationships: its claims, before they are weighed together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import product

from legation.ontology.cooperation import Lifecycle, load_cooperation, load_lifecycle
from legation.ontology.knowledge import load_knowledge
from legation.records.event import Cooperation, Direction, EventMention, Factuality, Side
from legation.records.place import TimeExpression

PLAN_LIKE = (Factuality.PLANNED, Factuality.POSSIBLE)
_BY_MISSION = frozenset({"training", "presence", "combat", "peacekeeping"})
_BEGINS = ("entry", "resume")
_LEAVES = (Factuality.PLANNED, Factuality.ONGOING, Factuality.OCCURRED)
_REAL = (Factuality.OCCURRED, Factuality.ONGOING, Factuality.HISTORICAL)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one mention, or a speech act with its content, says of one relationship.

    `event_type`, `act`, `direction` and `factuality` are as its words have it: what is in force is more than signed
    (see `words` in `lifecycle.yaml`). `act` is the speech act it stands in. `party` tells that a side of the relation
    itself says so.
    The time is that of the act or deed; `expected_by` the last day by which a plan is to be fulfilled. `evidence`
    holds mention ids.
    """

    document_id: str
    provider: str
    recipient: str
    mutual: bool
    type: str
    direction: Direction
    factuality: Factuality
    event_type: str
    act: str | None
    alleged: bool
    party: bool
    start_date: date | None
    end_date: date | None
    precision: str
    expected_by: date | None
    evidence: tuple[str, ...]
    confidence: float

    @property
    def row_key(self) -> str:
        """The relationship that is spoken of."""
        return row_key(self.provider, self.recipient, self.mutual, self.type)


def row_key(provider: str, recipient: str, mutual: bool, type_: str) -> str:
    """One text for provider x recipient x cooperation type."""
    return "|".join((provider, recipient, "mutual" if mutual else "directed", type_))


def claims_of(mentions: Iterable[EventMention]) -> list[Claim]:
    """The claims of one document's mentions.

    A speech act and its content make one claim, read by the act: the act's own claim on the same relationship is
    not used a second time.
    """
    mentions = list(mentions)
    by_id = {mention.mention_id: mention for mention in mentions}
    acts = load_lifecycle().speech_acts
    claims: list[Claim] = []
    told: set[tuple[str, str]] = set()
    for mention in mentions:
        act = by_id.get(mention.content_of) if mention.content_of else None
        if act is None or act.event_type not in acts:
            continue
        for claim in _claims_of_one(mention, act):
            claims.append(claim)
            told.add((act.mention_id, claim.row_key))
    for mention in mentions:
        content = mention.content_of and mention.content_of in by_id and by_id[mention.content_of].event_type in acts
        if not content:
            alone = _claims_of_one(mention, mention if mention.event_type in acts else None)
            claims.extend(claim for claim in alone if (mention.mention_id, claim.row_key) not in told)
    staying = {key for mention in mentions for key in _staying(mention)}
    return [_in_part(claim) if claim.row_key in staying else claim for claim in claims]


def _staying(mention: EventMention) -> Iterator[str]:
    """The relationships of which an article tells that some will stay ("a few soldiers will remain for weeks")."""
    stays = mention.cooperation and mention.cooperation.direction == "continue" and mention.content_of is None
    if stays and mention.factuality is Factuality.PLANNED:
        lasting = (claim for claim in _claims_of_one(mention, None) if claim.factuality is Factuality.ONGOING)
        yield from (claim.row_key for claim in lasting)


def _in_part(claim: Claim) -> Claim:
    """An exit of which the same article says that some stay is not complete."""
    left = claim.direction == "exit" and claim.factuality is Factuality.OCCURRED and claim.act is None
    return replace(claim, direction="reduce") if left else claim


def _claims_of_one(mention: EventMention, act: EventMention | None) -> list[Claim]:
    """One claim for each pair of sides that the mention's cooperation names; none of a mention too unsure."""
    cooperation = mention.cooperation
    if cooperation is None or cooperation.type not in load_cooperation():
        return []
    if mention.confidence < _needed(mention, cooperation):
        return []
    return [
        _claim(mention, act, cooperation, (provider, recipient), mutual)
        for provider, recipient, mutual in _pairs(cooperation, mention.mutual)
    ]


def _needed(mention: EventMention, cooperation: Cooperation) -> float:
    """How sure a mention must be to move a state: less so where its words are plain."""
    lifecycle, direction = load_lifecycle(), cooperation.direction
    told = (cooperation.type, mention.trigger.text, mention.sentence.text)
    plain = [lifecycle.restricting]
    if direction in _BEGINS:
        plain += [lifecycle.in_force, lifecycle.clearing]
    elif direction == "continue" and mention.factuality in _REAL[:2]:
        plain.append(lifecycle.lasting)
    elif direction == "pause":
        plain.append(lifecycle.pausing)
    elif direction in ("exit", "reduce") and mention.factuality in _LEAVES:
        plain.append(lifecycle.leaving)
    least = lifecycle.least_in_plain_words if any(words.tell(*told) for words in plain) else None
    return least or lifecycle.least_confidence


def _pairs(cooperation: Cooperation, told_as_mutual: bool) -> list[tuple[str, str, bool]]:
    """The linked providers and recipients, each pair once, and whether it is mutual: then in alphabetical order."""
    kind, countries = load_cooperation()[cooperation.type], load_knowledge().countries
    found = set()
    for provider, recipient in product(_linked(cooperation.provider), _linked(cooperation.recipient)):
        pair = (_mission(provider, recipient) if cooperation.type in _BY_MISSION else provider), recipient
        if provider != recipient:
            mutual = kind.is_mutual(told_as_mutual, between_states=all(one in countries for one in pair))
            found.add((min(pair), max(pair), True) if mutual else (*pair, False))
    return sorted(found)


@cache
def _mission(body: str, host: str) -> str:
    """Who a body acts through in a country: its only military mission there, else the body itself."""
    knowledge = load_knowledge()
    own = [
        mission
        for mission, country in knowledge.hosts.items()
        if country == host and knowledge.parents.get(mission) == body and "MIL" in knowledge.actors[mission].sector
    ]
    return own[0] if len(own) == 1 else body


def _linked(sides: Sequence[Side]) -> list[str]:
    return [side.actor_id for side in sides if side.actor_id]


def _claim(
    mention: EventMention,
    act: EventMention | None,
    cooperation: Cooperation,
    pair: tuple[str, str],
    mutual: bool,
) -> Claim:
    teller = act or mention
    start, end, precision = _days(teller.time)
    paired = act is not None and act is not mention
    plan = mention.time if paired or mention.factuality in PLAN_LIKE else None
    event_type, act_type, factuality = _by_its_words(mention, act, cooperation, teller.factuality)
    return Claim(
        document_id=mention.document_id,
        provider=pair[0],
        recipient=pair[1],
        mutual=mutual,
        type=cooperation.type,
        direction=_direction(mention, cooperation),
        factuality=factuality,
        event_type=event_type,
        act=act_type,
        alleged=mention.alleged or teller.alleged,
        party=_party_speaks(mention, act, pair),
        start_date=start,
        end_date=end,
        precision=precision,
        expected_by=_due(plan, mention.published),
        evidence=(act.mention_id, mention.mention_id) if act and paired else (mention.mention_id,),
        confidence=min(mention.confidence, teller.confidence),
    )


def _direction(mention: EventMention, cooperation: Cooperation) -> Direction:
    """The direction of a claim: what is stopped, and not ended, is paused."""
    told = (cooperation.type, mention.trigger.text, mention.sentence.text)
    halted = cooperation.direction == "exit" and load_lifecycle().halted.tell(*told)
    return "pause" if halted else cooperation.direction


def _by_its_words(
    mention: EventMention, act: EventMention | None, cooperation: Cooperation, factuality: Factuality
) -> tuple[str, str | None, Factuality]:
    """Event type, speech act and factuality of a claim, as its words have them."""
    told = (cooperation.type, mention.trigger.text, mention.sentence.text)
    act_type = act.event_type if act else None
    lifecycle, begins = load_lifecycle(), cooperation.direction in _BEGINS
    if begins and factuality in _REAL:
        if act_type in (None, "AGREE") and lifecycle.in_force.tell(*told):
            return "COOPERATE", None, factuality
        concluded = (
            act_type == "AGREE" and act and lifecycle.concluded.tell(told[0], act.trigger.text, act.sentence.text)
        )
        if concluded or (act is None and lifecycle.decided.tell(*told)):
            return "SUPPORT", None, factuality
    if act_type == "THREATEN" and cooperation.direction in ("exit", "reduce") and lifecycle.ordered.tell(*told):
        return "SANCTION", None, factuality
    lasts = cooperation.direction == "continue" and factuality is Factuality.PLANNED and act is None
    if lasts and lifecycle.lasting.tell(*told):
        return mention.event_type, act_type, Factuality.ONGOING
    return mention.event_type, act_type, factuality


def _days(time: TimeExpression | None) -> tuple[date | None, date | None, str]:
    if time is None or (time.start_date is None and time.end_date is None):
        return None, None, "unknown"
    return time.told


def _due(plan: TimeExpression | None, published: date | None) -> date | None:
    """The last day that a plan gives itself; a vague time ("in the coming weeks") gives none.

    A day before publication is that on which the plan was stated ("announced in July that it would leave").
    """
    if plan is None or (plan.precision == "unknown" and plan.end_date is None):
        return None
    due = plan.end_date or plan.start_date
    return due if due and not (published and due < published) else None


def _party_speaks(mention: EventMention, act: EventMention | None, pair: tuple[str, str]) -> bool:
    """Whether a side of the relation says so itself: as the speaker quoted, or as the doer of a speech act."""
    speakers = [told.attribution.speaker for told in (mention, act) if told and told.attribution]
    if act is not None:
        speakers += [*act.source, *(act.target if act.mutual else ())]
    lifecycle = load_lifecycle()
    return any(_speaks_for(side, pair, lifecycle) for side in speakers)


def _speaks_for(side: Side, pair: tuple[str, str], lifecycle: Lifecycle) -> bool:
    """An official or organ of a side; not its opposition, rebels, press or citizens."""
    if lifecycle.not_the_state & set(side.sector):
        return False
    return side.actor_id in pair or (side.country is not None and side.country in pair)
