"""A name in place of a person: the same for the same, another elsewhere, and no way back."""

import random
import re

from bot.cards.custom_ids import DISCORD_ID
from knowledge.model.pseudonym import is_stand_in, nobody, pseudonym, stand_in

EVE, SECRET, SERVER = 418_273_645_192_837_465, b"secret", 900_000_000_000_000_001


def test_the_same_person_has_the_same_name_also_once_a_stand_in_took_their_place() -> None:
    name = pseudonym(SECRET, SERVER, EVE)
    assert re.fullmatch(r"Reader [0-9A-HJKMNP-TV-Z]{5}", name)
    assert pseudonym(SECRET, SERVER, stand_in(SECRET, EVE)) == name
    assert stand_in(SECRET, stand_in(SECRET, EVE)) == stand_in(SECRET, EVE)


def test_another_server_or_secret_gives_another_name() -> None:
    names = {
        pseudonym(SECRET, SERVER, EVE),
        pseudonym(SECRET, SERVER + 1, EVE),
        pseudonym(SECRET, None, EVE),
        pseudonym(b"other", SERVER, EVE),
        pseudonym(SECRET, SERVER, EVE + 1),
    }
    assert len(names) == 5


def test_a_stand_in_is_nobodys_id_and_fits_wherever_an_id_does() -> None:
    rng = random.Random(1)
    for number in (*(stand_in(SECRET, EVE + n) for n in range(500)), *(nobody(rng) for _ in "ab")):
        assert is_stand_in(number)
        assert re.fullmatch(DISCORD_ID, str(number))
        assert number < 2**63
    assert not is_stand_in(EVE)


def test_few_people_of_a_course_share_a_name() -> None:
    assert len({pseudonym(SECRET, SERVER, EVE + n) for n in range(300)}) == 300
