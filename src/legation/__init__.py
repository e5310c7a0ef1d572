"""Legation: an evidence-linked ledger of who does what to whom in international security.

Text flows one way through the package, and each stage has its folder:

sources   files, pages, feeds and archives become articles
reading   articles become sentences worth coding, with their times and places
coding    sentences become event mentions
actors    the sides of mentions become known actors
ledger    mentions become events, and relationships with their states
analysis  the ledger becomes figures, and `pictures` charts of them
briefs    figures become cited words; `export` gives the ledger in the formats of others
web       the ledger in a browser; `watch` polls feeds and reports changes; `scale` codes archives on many cores

`pipeline` calls the stages in this order. The names below are the public interface.
"""

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from legation.api import add, brief, code_relation, code_text, locate, open_ledger, resolve_actor

__all__ = [
    "__version__",
    "add",
    "brief",
    "code_relation",
    "code_text",
    "locate",
    "open_ledger",
    "resolve_actor",
]


def __getattr__(name: str) -> object:
    """The public functions are loaded when first asked for, so that `import legation` costs nothing."""
    if name in __all__:
        from legation import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
