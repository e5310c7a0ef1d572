"""How fast Legation is: `python -m benchmarks.speed FILE` measures it beside a bare spaCy pass over the same texts."""
