"""Abbreviations that are known everywhere: no course need explain them, nor mean them.

"What does nato do?" names something though nothing in it is written as a name, and where a course
speaks of a General Party Secretary, GPS is still not that. Those that mean something else in
another subject are left out: a CNN is also a network.
"""

from __future__ import annotations

_KNOWN = """
apec: asia pacific economic cooperation
asean: association of southeast asian nations
bbc: british broadcasting corporation
brics: brazil russia india china and south africa
ecowas: economic community of west african states
efta: european free trade association
fao: food and agriculture organization
fbi: federal bureau of investigation
fda: food and drug administration
fifa: federation of international football associations
gatt: general agreement on tariffs and trade
gps: global positioning system
iaea: international atomic energy agency
icao: international civil aviation organization
icj: international court of justice
icrc: international committee of the red cross
ilo: international labour organization
imf: international monetary fund
interpol: international criminal police organization
ipcc: intergovernmental panel on climate change
kgb: committee for state security
mercosur: southern common market
nafta: north american free trade agreement
nasa: national aeronautics and space administration
nato: north atlantic treaty organization
oecd: organisation for economic co operation and development
opec: organization of the petroleum exporting countries
osce: organization for security and co operation in europe
seato: southeast asia treaty organization
uefa: union of european football associations
unctad: united nations conference on trade and development
undp: united nations development programme
unep: united nations environment programme
unesco: united nations educational scientific and cultural organization
unhcr: united nations high commissioner for refugees
unicef: united nations children fund
ussr: union of soviet socialist republics
wto: world trade organization
"""

_IN_FULL = {
    short: frozenset(words.split())
    for short, words in (line.split(": ") for line in _KNOWN.strip().splitlines())
}


def is_known(word: str) -> bool:
    """Is ``word``, folded, one of them? None is an English word."""
    return word in _IN_FULL


def may_mean(word: str, name: str) -> bool:
    """Can ``word`` stand for ``name``, both folded? One of these stands for its own alone.

    Half of the words are enough, because "organisation" is spelt in two ways.
    """
    in_full = _IN_FULL.get(word)
    return in_full is None or 2 * len(in_full.intersection(name.split())) >= len(in_full)
