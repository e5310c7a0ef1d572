"""From figures to charts."""
