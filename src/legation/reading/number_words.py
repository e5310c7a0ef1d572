"""Numbers and ordinals in words, as counts of units of time are written."""

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
# Our reading of counts that name no number; "weeks ago" counts as "a few".
VAGUE = {"several": 5, "a few": 3, "few": 3, "some": 3, "a couple of": 2, "couple of": 2}
_NUMBERS = {name: number for number, name in enumerate(_ONES)}
_NUMBERS |= {name: 10 * number for number, name in enumerate(_TENS, start=2)}
_NUMBERS |= {"a dozen": 12, "a hundred": 100, "a": 1, "an": 1}
_NTH = {name: number for number, name in enumerate(_ORDINALS)}
_NTH |= {f"{name[:-1]}ieth": 10 * number for number, name in enumerate(_TENS, start=2)}

# For patterns: a count, and an ordinal in words or figures.
COUNT = (
    rf"(?:\d{{1,3}}|(?:{'|'.join(_TENS)})-(?:{'|'.join(_ONES[1:10])})"
    rf"|{'|'.join(sorted((_NUMBERS | VAGUE).keys() - {'zero'}, key=len, reverse=True))})"
)
ORDINAL = (
    rf"(?:\d{{1,4}}(?:st|nd|rd|th)|(?:{'|'.join(_TENS)})-(?:{'|'.join(_ORDINALS[1:10])})"
    rf"|{'|'.join(sorted(_NTH.keys() - {'zeroth'}, key=len, reverse=True))})"
)


def count(words: str) -> int:
    """The number of a count ("12", "twenty-four", "a few"); 0 where it is none."""
    if words.isdigit():
        return int(words)
    tens, _, ones = words.partition("-")
    return VAGUE.get(words, 0) or _NUMBERS.get(tens, 0) + _NUMBERS.get(ones, 0)


def ordinal(words: str) -> int:
    """The number of an ordinal ("12th", "twenty-first"). Raises ValueError where it is none."""
    if words[:1].isdigit():
        return int(words[:-2])
    tens, _, ones = words.rpartition("-")
    if ones not in _NTH:
        raise ValueError(f"{words!r} is no ordinal")
    return _NUMBERS.get(tens, 0) + _NTH[ones]
