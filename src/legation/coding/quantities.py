"""Numbers that an event carries: troops, trainers, casualties, money, hardware."""

import re

from legation.records.place import Quantity

_WORDS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
    )
} | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100, "thousand": 1000, "dozen": 12}
_SCALE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "bn": 1e9}
_NUMBER = rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_KINDS = {
    "trainers": "trainers? instructors? advisers? advisors? mentors? specialists?",
    "troops": "troops? soldiers? personnel marines? servicemen peacekeepers? fighters? mercenaries contractors? "
    "paratroopers? legionnaires? gendarmes? police(?:men)? officers? commandos? reservists? guards? men",
    "casualties": "killed dead deaths? wounded injured casualties victims? died hostages?",
    "hardware": "drones? aircraft helicopters? jets? tanks? vehicles? howitzers? missiles? rockets? guns? rifles? "
    "warships? ships? boats? frigates? submarines? launchers? systems? shells? planes? bombs? batteries",
    "people": "people civilians refugees migrants protesters prisoners detainees diplomats workers villagers",
}
_KIND = re.compile("|".join(f"(?P<{kind}>{'|'.join(nouns.split())})" for kind, nouns in _KINDS.items()), re.IGNORECASE)
_COUNTED = re.compile(
    rf"\b(?:(?:about|around|some|nearly|almost|over|more than|at least|up to|roughly|an estimated|fewer than)\s+)?"
    rf"{_NUMBER}(?!\s+of\s+(?:the|its|his|their)\b)(?:\s+(?P<scale>hundred|thousand|million))?(?:-strong)?\s+(?:[\w’'.-]+\s+){{0,3}}?"
    rf"(?:were\s+|have\s+)?(?P<noun>{'|'.join(' '.join(_KINDS.values()).split())})\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?P<unit>US\$|\$|€|£|CFA\s)\s?(?P<number>\d[\d,]*(?:\.\d+)?)(?:\s?(?P<scale>million|billion|trillion|bn|m)\b)?"
    r"|\b(?P<number2>\d[\d,]*(?:\.\d+)?)\s(?P<scale2>million|billion|trillion)\s"
    r"(?P<unit2>dollars|euros|pounds|CFA francs)",
    re.IGNORECASE,
)


def quantities(text: str, offset: int) -> tuple[Quantity, ...]:
    """The quantities of a sentence that begins at `offset` of its field, in text order; each slices back."""
    found = [_counted(match, offset) for match in _COUNTED.finditer(text)]
    found += [_money(match, offset) for match in _MONEY.finditer(text)]
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def _counted(match: re.Match[str], offset: int) -> Quantity:
    kind = _KIND.fullmatch(match["noun"])
    value = _value(match["number"], match["scale"])
    what = kind.lastgroup if kind and kind.lastgroup else "people"
    return Quantity(what, value, match.group(), offset + match.start(), offset + match.end())


def _money(match: re.Match[str], offset: int) -> Quantity:
    number, scale, unit = (match[name] or match[f"{name}2"] for name in ("number", "scale", "unit"))
    currency = {"$": "USD", "us$": "USD", "dollars": "USD", "€": "EUR", "euros": "EUR", "£": "GBP", "pounds": "GBP"}
    code = currency.get(unit.strip().lower(), "XOF")
    return Quantity("money", _value(number, scale), match.group(), offset + match.start(), offset + match.end(), code)


def _value(number: str, scale: str | None) -> float:
    base = _WORDS[number.lower()] if number.lower() in _WORDS else float(number.replace(",", ""))
    return base * _SCALE[scale.lower()] if scale else float(base)
