"""What pages show and the API answers: one context for both, read from the ledger; one module per page."""

from legation.web.contexts.about import About, about
from legation.web.contexts.article import ArticlePage, article_page
from legation.web.contexts.common import VERSION, Clocks, Proof, Stand, actor_name, day_of
from legation.web.contexts.country import ActorPage, actor_page
from legation.web.contexts.due import DuePage, due_page
from legation.web.contexts.event import EventPage, event_page
from legation.web.contexts.network import NetworkPage, network_page
from legation.web.contexts.pair import Life, PairPage, Step, lives, lives_of_rows, pair_page
from legation.web.contexts.review import ReviewPage, review_page
from legation.web.contexts.search import SearchPage, search
from legation.web.contexts.today import Front, front

__all__ = [
    "VERSION",
    "About",
    "ActorPage",
    "ArticlePage",
    "Clocks",
    "DuePage",
    "EventPage",
    "Front",
    "Life",
    "NetworkPage",
    "PairPage",
    "Proof",
    "ReviewPage",
    "SearchPage",
    "Stand",
    "Step",
    "about",
    "actor_name",
    "actor_page",
    "article_page",
    "day_of",
    "due_page",
    "event_page",
    "front",
    "lives",
    "lives_of_rows",
    "network_page",
    "pair_page",
    "review_page",
    "search",
]
