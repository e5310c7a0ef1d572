"""Alerts in words: one line, and the same with the sentences behind it."""

from legation.briefs.names import bare_name, running_name
from legation.watch.alert import Alert, Quote
from legation.watch.changes import Change, Changed


def headline(changed: Changed) -> str:
    """What happened, in one line: "United States → Niger, presence: active → winding down"."""
    if changed.levels is not None:
        return _shift(changed, changed.levels)
    arrow = " and " if changed.mutual else " → "
    sides = arrow.join(bare_name(actor) for actor in changed.actors)
    doubt = " (reported)" if changed.reported else ""
    since = f" since {changed.since}" if changed.since else ""
    if changed.event_type is not None:
        sides = " and ".join(bare_name(actor) for actor in changed.actors)
        return f"{sides}: {changed.event_type} planned for {changed.due} at the latest, and nothing since tells of it"
    what = f"{sides}, {changed.type}"
    became = _spaced(changed.state or "")
    if changed.change is Change.OVERDUE:
        return f"{what}: {became}, was expected by {changed.due}, and nothing since tells of it{doubt}"
    if changed.change is Change.DENIAL:
        return f"{what}: {became}{since}{doubt}, which is denied"
    if changed.before is None:
        return f"{what}: new, {became}{since}{doubt}"
    return f"{what}: {_spaced(changed.before)} → {became}{since}{doubt}"


def _shift(changed: Changed, levels: tuple[float, float]) -> str:
    before, after = levels
    way = "towards" if before < after else "away from"
    month = f"{changed.since:%Y-%m}" if changed.since else "an unknown month"
    pole = changed.pole or ""
    name = running_name(changed.actors[1]) if len(changed.actors) == 2 else f"the {pole}"
    return f"{bare_name(changed.actors[0])} moves {way} {name}: alignment {before:.2f} → {after:.2f} since {month}"


def _spaced(word: str) -> str:
    return word.replace("_", " ")


def source(quote: Quote) -> str:
    """Where a sentence stands: outlet, title, day, address."""
    day = quote.published.isoformat() if quote.published else "undated"
    return ", ".join(part for part in (quote.outlet, quote.title, day, quote.url) if part)


def in_words(alert: Alert) -> str:
    """An alert with its sentences, its rule and its id, as plain text; control characters are taken out."""
    quotes = "".join(f"    “{' '.join(quote.sentence.split())}” ({source(quote)})\n" for quote in alert.evidence)
    told = f"{alert.headline}\n{quotes}    rule: {alert.rule}; outlets: {alert.outlets}; alert {alert.alert_id}\n"
    return "".join(char for char in told if char.isprintable() or char == "\n")
