"""From figures to cited words."""
