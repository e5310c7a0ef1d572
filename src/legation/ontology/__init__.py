"""Readers of the shipped data: codebook, cooperation types, known actors; no coding logic."""
