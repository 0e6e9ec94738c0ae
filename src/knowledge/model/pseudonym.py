"""Names in place of people: the same person has the same one, and nobody can go back from it."""

from __future__ import annotations

import hmac

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32, as in receipts."""
_LETTERS = 5
"""One of 32**5: among 300 people, two share a name in one server of 750."""
DELETED_USER = "deleted user"


def stand_in(secret: bytes, user_id: int) -> int:
    """A negative number in place of a user's id, which no user has. Keeps a stand-in as it is.

    With the secret, a user's own is found again, for their export and their erasure; without it
    the number says nothing.
    """
    if user_id < 0:
        return user_id
    digest = hmac.digest(secret, b"%d" % user_id, "sha256")
    return -1 - (int.from_bytes(digest[:8], "big") >> 2)


def pseudonym(secret: bytes, server_id: int | None, user_id: int) -> str:
    """The name by which reviewers of a server know a user, such as "Reader 4F2A7".

    Another server knows them by another name; a stand-in has the name of the user it stands for.
    """
    whom = b"%d %d" % (server_id or 0, stand_in(secret, user_id))
    number = int.from_bytes(hmac.digest(secret, whom, "sha256")[:8], "big")
    letters = (_ALPHABET[(number >> 5 * place) & 31] for place in range(_LETTERS))
    return "Reader " + "".join(letters)
