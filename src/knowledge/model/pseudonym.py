"""Names in place of people: the same person has the same one, and nobody can go back from it."""

from __future__ import annotations

import hmac
import random

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32, as in receipts."""
_LETTERS = 5
"""One of 32**5: among 300 people, two share a name in one server of 750."""
FIRST_STAND_IN = 8 * 10**18
"""Discord counts milliseconds in its ids, and reaches this one in the year 2075."""
_STAND_INS = 99 * 10**16
DELETED_USER = "deleted user"


def is_stand_in(user_id: int) -> bool:
    return user_id >= FIRST_STAND_IN


def stand_in(secret: bytes, user_id: int) -> int:
    """A number in place of a user's id, which no user has. Keeps a stand-in as it is.

    With the secret, a user's own is found again, for their export and their erasure; without it
    the number says nothing.
    """
    if is_stand_in(user_id):
        return user_id
    digest = hmac.digest(secret, b"%d" % user_id, "sha256")
    return FIRST_STAND_IN + int.from_bytes(digest[:16], "big") % _STAND_INS


def nobody(rng: random.Random) -> int:
    """A stand-in for an erased user, which nothing leads back from."""
    return FIRST_STAND_IN + rng.randrange(_STAND_INS)


def pseudonym(secret: bytes, server_id: int | None, user_id: int) -> str:
    """The name by which reviewers of a server know a user, such as "Reader 4F2A7".

    Another server knows them by another name; a stand-in has the name of the user it stands for.
    """
    whom = b"%d %d" % (server_id or 0, stand_in(secret, user_id))
    number = int.from_bytes(hmac.digest(secret, whom, "sha256")[:8], "big")
    letters = (_ALPHABET[(number >> 5 * place) & 31] for place in range(_LETTERS))
    return "Reader " + "".join(letters)
