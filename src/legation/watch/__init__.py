"""Feeds polled, and rules on what changed."""
