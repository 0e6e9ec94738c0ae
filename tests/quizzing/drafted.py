"""Texts to draft from, and what is looked for in the drafts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from knowledge.model.assessment import ChoiceKey, ItemDraft
from knowledge.model.timeline import Name, Reading
from knowledge.quizzing.authoring.kinds import Drafting, Kind
from knowledge.quizzing.authoring.standing import Clause
from knowledge.quizzing.authoring.stock import Stock, take_stock

Read = Callable[..., Awaitable[Reading]]

HARBOURS = """# Harbours

Ada Moss founded the Tollan Harbour Company in 1902. Ben Carver opened the lighthouse of Tollan on
March 3, 1908. The engineer Clara Dunn built the pier of Varna in 1911. The Tollan Museum bought the
ship Perseverance in 1919. The engineer Emil Ferro designed the dock of Lisbon in 1924. The engineer
Greta Holm repaired the harbour of Rotterdam in June 1931. Ivan Koss sold the ferries of Trieste
to the Tollan Harbour Company in 1937. A breakwater is called a mole in the harbours of Italy.
"""


EVENTS = """# Events

Ada Moss founded a school for sailors in 1902. Ben Carver painted the portrait of a king in 1908.
The engineer Clara Dunn drained the marshes of Varna in 1911. Doris Koch translated a poem by Homer
into Greek verse in 1919. Emil Ferro crossed the desert of Arabia on a camel in 1924.
"""


COUNTRIES = """
Captain Bold bought rope in Portugal in 1955. Captain Stern bought timber in Norway in 1956. Ada
Moss bought silver in Kazakhstan in 1957. Ada Moss bought silk in Taiwan in 1958.
Captain Dunn bought salt in Ireland in 1959. Captain Koss bought wool in Iceland in 1960. Captain
Prim bought barley in Denmark in 1961. Captain Weiss bought iron in Sweden in 1962. Captain Holm
bought copper in Chile in 1995.
"""


def stock_of(reading: Reading) -> Stock:
    return take_stock(reading, {}, theme=None, document_id=None)


def clause_with(stock: Stock, words: str) -> Clause:
    return next(clause for clause in stock.clauses if words in clause.text)


def name_in(clause: Clause, text: str) -> Name:
    return next(name for name in clause.sentence.names if name.text == text)


def of_kind(drafting: Drafting, kind: Kind) -> list[ItemDraft]:
    return [d for d, k in zip(drafting.drafts, drafting.kinds, strict=True) if k is kind]


def right(draft: ItemDraft) -> str:
    assert isinstance(draft.key, ChoiceKey)
    (place,) = draft.key.right
    return draft.options[place]


def told(reading: Reading, words: str) -> Clause:
    return clause_with(stock_of(reading), words)
