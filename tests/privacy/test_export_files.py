"""An export as files: nothing that was written runs in the page, and large ones are packed."""

import io
import json
import zipfile
from datetime import UTC, datetime

from knowledge.model.personal_export import PersonalExport, Section
from knowledge.privacy.export_files import files_of

HOSTILE = "</dd><script>alert(1)</script><img src=x onerror=alert(1)> & é"
LARGE = 10_000_000


def _export(*sections: Section) -> PersonalExport:
    return PersonalExport(418_273_645_192_837_465, datetime(2026, 11, 22, tzinfo=UTC), sections)


def _asked() -> PersonalExport:
    rows = ({"question": HOSTILE, "citations": [{"document": HOSTILE}], "server_id": "9"},)
    return _export(Section("records", "Questions you asked", rows))


def test_the_page_shows_what_was_written_and_runs_nothing_of_it() -> None:
    _, page = files_of(_asked(), LARGE)
    text = page.content.decode()
    assert "<script" not in text
    assert "<img" not in text
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
    assert "http" not in text


def test_the_json_says_all_of_it_as_it_is() -> None:
    data, _ = files_of(_asked(), LARGE)
    content = json.loads(data.content)
    assert content["user_id"] == "418273645192837465"
    assert content["sections"][0]["rows"][0]["question"] == HOSTILE


def test_what_is_too_large_for_two_files_is_packed_into_one() -> None:
    both = files_of(_asked(), LARGE)
    (packed,) = files_of(_asked(), 100)
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            file.name: file.content for file in both
        }


def test_nothing_is_said_in_words_too() -> None:
    _, page = files_of(_export(), LARGE)
    assert "Nothing is stored of you." in page.content.decode()
