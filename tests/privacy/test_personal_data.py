"""Every column that can hold a person's id or words is declared, and erasing follows from that."""

import importlib
import pkgutil
import re
import subprocess
import sys

from sqlalchemy import JSON, BigInteger, Column, LargeBinary, Text, text

from knowledge import storage
from knowledge.model.personal_columns import CONTENTS, Holds
from knowledge.model.personal_data import HOLDINGS, Erasing
from knowledge.storage.database import Database
from knowledge.storage.personal_rows import part, table_of
from knowledge.storage.tables import Base

_ABOUT_PEOPLE = re.compile(
    r"(user|host|author|actor|reviewer|asker|learner|member|owner|moderator|instructor)_id|\w+_by"
)
_INDEXES_OF_WORDS = ("passage_words", "record_words")
"""Of the course's documents; of records, and emptied with them."""

for module in pkgutil.iter_modules(storage.__path__):
    if module.name.endswith("tables"):
        importlib.import_module(f"knowledge.storage.{module.name}")


def _could_be_personal(column: Column[object]) -> bool:
    if column.primary_key and column.autoincrement is True:
        return False
    return isinstance(column.type, BigInteger | Text | JSON | LargeBinary)


def _columns() -> list[tuple[str, str]]:
    return [
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if _could_be_personal(column)
    ]


def _declared(table: str, column: str) -> Holds | None:
    return CONTENTS[table].of(column) if table in CONTENTS else None


def test_every_column_of_ids_and_words_is_declared() -> None:
    undeclared = [place for place in _columns() if _declared(*place) is None]
    assert undeclared == [], "declare them in knowledge.model.personal_columns"


def test_the_program_knows_every_table_without_a_migration() -> None:
    asked = (
        "import knowledge.storage.personal_rows; from knowledge.storage.tables import Base; "
        "print(*Base.metadata.tables)"
    )
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert set(ran.stdout.split()) == set(Base.metadata.tables)


def test_nothing_is_declared_that_is_not_there() -> None:
    columns = set(_columns())
    declared = {
        (table, column)
        for table, contents in CONTENTS.items()
        for names in contents.columns.values()
        for column in names.split()
    }
    assert declared - columns == set()


def test_a_column_named_after_a_person_is_declared_as_one() -> None:
    mistaken = [
        place
        for place in _columns()
        if _ABOUT_PEOPLE.fullmatch(place[1]) and _declared(*place) is not Holds.PERSON
    ]
    assert mistaken == []


def test_every_user_id_says_what_export_and_erasing_do() -> None:
    people = {place for place in _columns() if _declared(*place) is Holds.PERSON}
    held = {(holding.table, holding.person) for holding in HOLDINGS}
    assert people - held == {("memos", "key")}
    assert {place for place in held if "." not in place[1]} - people == set()


def test_every_declared_path_can_be_read_and_kept_rows_say_why() -> None:
    for holding in HOLDINGS:
        table = table_of(holding)
        for path in (*holding.emptied, *holding.renamed, *holding.blanked, holding.person):
            assert part(table, path) is not None
        assert bool(holding.why) == (holding.erasing is not Erasing.DELETES), holding


def test_names_and_words_do_not_outlive_an_erasure() -> None:
    left = []
    for table, contents in CONTENTS.items():
        kept = [h for h in HOLDINGS if h.table == table and h.erasing is not Erasing.DELETES]
        treated = {
            path.partition(".")[0]
            for holding in kept
            for path in (*holding.renamed, *holding.blanked, *holding.emptied)
        }
        for kind in (Holds.NAME, Holds.WORDS):
            names = set(contents.columns.get(kind, "").split())
            left += [(table, name) for name in names - treated if kept]
    # A starred question and an appeal go with their learner; whoever starred or decided wrote none.
    assert left == [("golden_questions", "question"), ("appeals", "text")]


async def test_no_table_stands_beside_the_declared_ones(database: Database) -> None:
    async with database.read() as session:
        names = await session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        others = set(names) - CONTENTS.keys() - {"alembic_version", "sqlite_sequence"}
    assert {name for name in others if not name.startswith(_INDEXES_OF_WORDS)} == set()
