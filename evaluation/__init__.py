"""How often Legation is right: `python -m evaluation` scores it and writes the tables of docs/accuracy.md."""
