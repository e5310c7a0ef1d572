"""From the sides of a mention to known actors."""
