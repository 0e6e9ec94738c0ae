"""Whether items may enter a course's bank: their passages are found, and every validator runs."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.model.assessment import ItemDraft, ItemStatus, MatchKey, TextKey
from knowledge.model.corpus import Citation
from knowledge.model.grading import key_words
from knowledge.model.item_rules import Finding, faults_of_form, start
from knowledge.model.wording import normalised
from knowledge.quizzing.citing import find_citation
from knowledge.quizzing.duplicates import DuplicateFinder, Known, Progress
from knowledge.quizzing.interchange.written import WrittenItem
from knowledge.quizzing.validation import blocking, findings_in
from knowledge.retrieval.embedder import Embedder
from knowledge.storage import items, quotes
from knowledge.storage.database import Database
from knowledge.storage.items import ItemFilter
from knowledge.storage.quotes import QuotableVersion

EVERY_STATUS = frozenset(ItemStatus)
PASSAGE_REPLACED = Finding(
    "passage_replaced", "The document was replaced just now. Choose a passage of the new one."
)


@dataclass(frozen=True, slots=True)
class Checked:
    """An item as it would be stored, and what there is to say against it."""

    draft: ItemDraft
    findings: tuple[Finding, ...]
    line: int
    """In the file that it came from; 0 if from none."""

    @property
    def blocked(self) -> tuple[Finding, ...]:
        return blocking(self.findings)


class Checker:
    """Holds items against their documents and against the rest of the bank."""

    def __init__(self, database: Database, embedder: Embedder) -> None:
        self._database = database
        self._duplicates = DuplicateFinder(embedder)

    async def check(
        self,
        course_id: int,
        written: Sequence[WrittenItem],
        *,
        replacing: bool = False,
        progress: Progress | None = None,
    ) -> list[Checked]:
        """Every item, in order, with its citation, its name and its findings.

        A citation that a draft already has must quote its version to the letter.

        Args:
            course_id: Whose documents and items they are held against.
            written: What wants to enter the bank.
            replacing: They take the places of the items of their names, and repeat none of those.
            progress: Told how far they are compared with the bank.
        """
        cited = {c.version_id for item in written if (c := item.draft.citation) is not None}
        async with self._database.read() as session:
            versions = (
                await quotes.list_current(session, course_id)
                if any(item.passage for item in written)
                else []
            )
            texts = await quotes.texts_of(session, cited)
            every = ItemFilter(statuses=EVERY_STATUS, with_withheld=True)
            bank = await items.list_items(session, course_id, every)
        # A large import takes seconds of computing, during which the bot must go on answering.
        checked = await asyncio.to_thread(_all_checked, written, versions, texts)
        replaced = {item.draft.name for item in checked} if replacing else set()
        known = [Known(i.draft.name, i.draft) for i in bank if i.draft.name not in replaced]
        return await self._without_duplicates(course_id, checked, known, progress)

    async def _without_duplicates(
        self,
        course_id: int,
        checked: list[Checked],
        known: list[Known],
        progress: Progress | None,
    ) -> list[Checked]:
        places = [place for place, item in enumerate(checked) if not item.blocked]
        drafts = [checked[place].draft for place in places]
        same = await self._duplicates.find(course_id, drafts, known, progress)
        for place, other in zip(places, same, strict=True):
            if other is not None:
                found = (_duplicate(other), *checked[place].findings)
                checked[place] = replace(checked[place], findings=found)
        return checked


def _duplicate(other: Known) -> Finding:
    return Finding(
        "duplicate",
        f"The course asks this already (`{other.name}`): “{start(other.draft.stem)}”. Ask "
        "something else, or change that item.",
    )


def _all_checked(
    written: Sequence[WrittenItem], versions: Sequence[QuotableVersion], texts: dict[int, str]
) -> list[Checked]:
    return [_checked(item, versions, texts) for item in written]


def _checked(
    item: WrittenItem, versions: Sequence[QuotableVersion], texts: dict[int, str]
) -> Checked:
    draft = tidied(item.draft)
    faults: list[Finding] = []
    citation = draft.citation
    if citation is not None and not _is_verbatim(citation, texts):
        faults.append(_passage_fault("The passage is not what its document says, word for word."))
    elif citation is None and item.passage:
        found = find_citation(versions, item.document, item.passage)
        if isinstance(found, str):
            faults.append(_passage_fault(found))
        else:
            draft = replace(draft, citation=found)
    return Checked(draft, (*faults, *findings_in(draft)), item.line)


def _passage_fault(message: str) -> Finding:
    return Finding("passage_not_found", message)


def _is_verbatim(citation: Citation, texts: dict[int, str]) -> bool:
    text = texts.get(citation.version_id)
    return text is not None and citation.span.of(text) == citation.quote


def name_taken(name: str) -> Finding:
    return Finding("name_taken", f"The course has an item called `{name}`. Name it otherwise.")


def tidied(draft: ItemDraft) -> ItemDraft:
    """Without white space around its texts, with each theme once, and with a name.

    Of what has a fault of form no name can be made; it has none if it had none.
    """
    key = draft.key
    if isinstance(key, TextKey):
        accepted = dict.fromkeys(text.strip() for text in key.accepted if text.strip())
        key = TextKey(tuple(accepted))
    elif isinstance(key, MatchKey):
        key = replace(key, matches=tuple(text.strip() for text in key.matches))
    tidy = replace(
        draft,
        stem=draft.stem.strip(),
        key=key,
        options=tuple(option.strip() for option in draft.options),
        rationale=draft.rationale.strip(),
        themes=tuple(dict.fromkeys(theme.strip() for theme in draft.themes if theme.strip())),
        name=draft.name.strip(),
    )
    if tidy.name or faults_of_form(tidy):
        return tidy
    return replace(tidy, name=made_name(tidy))


def made_name(draft: ItemDraft) -> str:
    """The same for the same question: "when-was-the-bridge-opened-1f3a9c".

    The draft has no fault of form.
    """
    words = re.findall(r"[a-z0-9]+", normalised(draft.stem))[:6]
    asked = "\0".join([draft.type, draft.stem, *draft.options, *key_words(draft)])
    digest = hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return "-".join([*words, digest])[:80]
