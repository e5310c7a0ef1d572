"""Events under CAMEO codes, in a table laid out like GDELT's event table (version 2.0).

Codes come from the tables `ontology/cameo.tsv` and `cameo_codes.tsv`. What GDELT has and Legation does not (tone,
ethnic and religious codes, the actors' places, whether it is a root event) stays empty. Two columns differ:
GLOBALEVENTID is the ledger's own event id, so that a row leads back to its evidence, and countries are ISO alpha-3.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

from legation.errors import DataError
from legation.export.told import ToldEvent, told_events
from legation.ledger.store import Ledger
from legation.ontology.data import cells, read_tsv
from legation.records.event import EventMention, Side

_QUAD_ENDS = (5, 8, 13, 20)  # the last root of each of GDELT's quad classes 1 to 4
_ACTOR = (
    "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code".split()
)
_GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()
COLUMNS: tuple[str, ...] = (
    *"GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split(),
    *(f"Actor{number}{name}" for number in (1, 2) for name in _ACTOR),
    *"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale".split(),
    *"NumMentions NumSources NumArticles AvgTone".split(),
    *(f"{which}Geo_{name}" for which in ("Actor1", "Actor2", "Action") for name in _GEO),
    *"DATEADDED SOURCEURL".split(),
)
"""The 61 columns of GDELT's event table (Event Codebook V2.0), in its order."""

_TYPES = {sector: sector for sector in "COP GOV JUD MIL OPP REB SPY UAF AGR BUS CRM CVL EDU ELI LAB REF".split()}
_TYPES |= {"JRN": "MED", "MED": "HLH"}
"""PLOVER's sectors as CAMEO's types, where both have one: PLOVER's manual renamed CAMEO's MED to JRN and HLH to MED."""
_INTERNATIONAL = frozenset({"IGO", "NGO", "MNC", "IMG"})


@dataclass(frozen=True, slots=True)
class CameoCode:
    """A CAMEO code of two to four digits, its quad class (1 to 4) and its value on the Goldstein scale."""

    code: str
    goldstein: float

    @property
    def root(self) -> str:
        """The two digits of the cue category."""
        return self.code[:2]

    @property
    def quad(self) -> int:
        """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
        return next(number for number, end in enumerate(_QUAD_ENDS, 1) if int(self.root) <= end)


def cameo_code(mention: EventMention) -> CameoCode:
    """The code of a mention: the first row of the table that fits its PLOVER reading, mode and cooperation."""
    reads_as, cooperation = mention.plover.event_type, mention.cooperation
    modes = mention.mode if reads_as == mention.event_type else ()
    has = (
        (reads_as,),
        (mention.event_type,),
        modes,
        (cooperation.type,) if cooperation else (),
        (cooperation.direction,) if cooperation else (),
    )
    for wanted, code in _rules():
        if all(not some or some & set(found) for some, found in zip(wanted, has, strict=True)):
            return code
    raise DataError(f"cameo.tsv: no row for {reads_as}")


@cache
def _rules() -> tuple[tuple[tuple[frozenset[str], ...], CameoCode], ...]:
    scale = {row["code"]: float(row["goldstein"]) for row in read_tsv("ontology/cameo_codes.tsv")}
    columns = ("reads_as", "told_as", "mode", "cooperation", "direction")
    rules = []
    for row in read_tsv("ontology/cameo.tsv"):
        if row["code"] not in scale:
            raise DataError(f"cameo.tsv: {row['code']} is not in cameo_codes.tsv")
        wanted = tuple(frozenset(cells(row[name])) for name in columns)
        rules.append((wanted, CameoCode(row["code"], scale[row["code"]])))
    return tuple(rules)


def cameo_events(ledger: Ledger, known_on: date | None = None) -> Iterator[dict[str, str]]:
    """The merged events by CAMEO's dyads: one row per pair of actors, under the columns of COLUMNS."""
    for told in told_events(ledger, known_on):
        yield from cameo_rows(told)


def write_cameo(ledger: Ledger, path: Path, known_on: date | None = None) -> int:
    """Writes the events as a tab-separated table without header, as GDELT's own files are; gives the number of rows."""
    number = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for row in cameo_events(ledger, known_on):
            # no cell of GDELT's files is quoted, so none may hold a tab or a line break
            file.write("\t".join(" ".join(row[name].split()) for name in COLUMNS) + "\n")
            number += 1
    return number


def cameo_rows(told: ToldEvent) -> Iterator[dict[str, str]]:
    """One row for each pair of a source and a target; a side that is missing stays empty."""
    mention = told.mention
    common = _common(told)
    for source, target in product(_once(mention.source), _once(mention.target)):
        yield dict.fromkeys(COLUMNS, "") | common | _actor("Actor1", source) | _actor("Actor2", target)


def _once(sides: tuple[Side, ...]) -> list[Side | None]:
    """Each actor once; None alone where there is no side."""
    return list({side.actor_id or side.text: side for side in sides}.values()) or [None]


def _common(told: ToldEvent) -> dict[str, str]:
    event, mention, day = told.event, told.mention, told.day
    code, place, added = cameo_code(mention), mention.place, event.first_reported
    row = {
        "GLOBALEVENTID": event.event_id,
        "EventCode": code.code,
        "EventBaseCode": code.code[:3],
        "EventRootCode": code.root,
        "QuadClass": str(code.quad),
        "GoldsteinScale": str(code.goldstein),
        "NumMentions": str(len(event.mentions)),
        "NumSources": str(event.outlets),
        "NumArticles": str(told.articles),
        "DATEADDED": f"{added:%Y%m%d}000000" if added else "",
        "SOURCEURL": mention.url or "",
    }
    if day:
        fraction = day.year + (day.timetuple().tm_yday - 1) / 365
        row |= {"SQLDATE": f"{day:%Y%m%d}", "MonthYear": f"{day:%Y%m}", "Year": f"{day:%Y}"}
        row |= {"FractionDate": f"{fraction:.4f}"}
    if place:
        row |= {
            "ActionGeo_FullName": place.name or place.text,
            "ActionGeo_Lat": "" if place.lat is None else str(place.lat),
            "ActionGeo_Long": "" if place.lon is None else str(place.lon),
            "ActionGeo_FeatureID": "" if place.geonameid is None else str(place.geonameid),
        }
    return row


def _actor(prefix: str, side: Side | None) -> dict[str, str]:
    if side is None:
        return {}
    country = side.country if side.country and side.country not in _INTERNATIONAL else ""
    kind = [side.country] if side.country in _INTERNATIONAL else []
    types = [*kind, *(_TYPES[sector] for sector in side.sector if sector in _TYPES)][:3]
    row = {
        f"{prefix}Code": (country or "") + "".join(types),
        f"{prefix}Name": (side.name or side.text).upper(),
        f"{prefix}CountryCode": country,
    }
    return row | {f"{prefix}Type{number}Code": each for number, each in enumerate(types, 1)}
