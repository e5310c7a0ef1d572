"""Legation: an evidence-linked ledger of who does what to whom in international security."""

__version__ = "0.1.0"
