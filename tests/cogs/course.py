"""A course small enough to know by heart, with everything in it that could break a card."""

from __future__ import annotations

COURSE = "small"

BRIDGES = """---
title: "A Short History of the Tollan Bridge"
author: Mira Okafor
cited_as: Okafor
published: "2021-03-04"
address: "https://example.org/tollan-bridge"
---

# A Short History of the Tollan Bridge

## Building the bridge

The Tollan Bridge was opened on 14 May 1932 by the engineer Ruth Calder. Calder had drawn the first
plans for the bridge in 1927, after the wooden ferry sank in a storm. The bridge cost 48,000 pounds.

## The toll

A toll of two pence was charged on every cart until 1951. The toll keeper, Samuel Pryce, wrote every
crossing into a green ledger that is kept in the town archive.
"""

NOTICES = """---
title: "Notices of the *Tollan* Harbour Board"
author: Harbour Board
cited_as: The Harbour Board
---

## Lanterns

Lanterns are lit at dusk. The lantern keeper climbs the tower with a ladder of twelve rungs.

"""

HOSTILE = (
    "The harbour master told @everyone and <@1> and <@&2> that the **red lantern** marks the"
    " _north pier_ and that the tariff stands at [this page](https://evil.example/x) || :smile: ||"
    " `code` ~~gone~~. # Not a heading. The tide bell rings twice.\n"
)

LONG_SENTENCE = (
    "The dredging barge Perseverance removed silt from the harbour basin in "
    + ", ".join(
        f"the {year} season with [{year * 3 % 997}] *barrels* and [{year % 7 + 2}] *men*"
        for year in range(1801, 1946)
    )
    + "."
)

DOCUMENTS = {
    "bridge.md": BRIDGES,
    "notices.md": NOTICES,
    "hostile.txt": f"{HOSTILE}\n{LONG_SENTENCE}\n",
}
