"""How many quiz items the drafter makes of texts, of which kinds, and what it refuses.

    python benchmarks/drafting.py benchmarks/texts/development-*.md
    python benchmarks/drafting.py --sheet sheet.md benchmarks/texts/unseen-*.md

Each text is a course of its own. The sheet is for judging blind: the drafts of all texts in one
shuffled list, with their passages and without the names of the rules that made them;
`sheet.key.json` beside it says which is which. The texts called `development-…` were there to tune
the rules on. Those called `unseen-…` were written before their drafts were looked at.

A judge marks each draft: A usable as it is, B after an edit, C useless; and why: ambiguous, more
than one right answer, guessable, ungrammatical, trivial, wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.bootstrap import Knowledge
from knowledge.ingestion.batch import SourceFile
from knowledge.model.assessment import ChoiceKey, ItemDraft, ItemType, TextKey
from knowledge.quizzing.authoring.drafter import MOST_DRAFTS
from knowledge.quizzing.authoring.kinds import Drafting, Kind
from knowledge.settings import KnowledgeSettings


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one text."""

    name: str
    words: int
    drafting: Drafting


async def draft_all(paths: Sequence[Path]) -> list[Result]:
    """Every text drafted from as far as the rules go."""
    results = []
    with tempfile.TemporaryDirectory() as folder:
        settings = KnowledgeSettings(database_url=f"sqlite:///{folder}/drafting.db")
        async with Knowledge.open(settings) as knowledge:
            for number, path in enumerate(paths):
                course = await knowledge.library.create_course(f"text-{number}", path.stem)
                content = path.read_bytes()
                await knowledge.ingester.ingest(course, [SourceFile(path.name, content)])
                drafting = await knowledge.drafter.draft(course.id, count=MOST_DRAFTS)
                results.append(Result(path.stem, len(content.split()), drafting))
    return results


def show(results: Sequence[Result]) -> None:
    """The yield of each text by kind, and all that was refused."""
    for result in results:
        made = Counter(result.drafting.kinds)
        kinds = ", ".join(f"{kind} {made[kind]}" for kind in Kind if made[kind])
        total = made.total()
        print(f"{result.name}: {total} drafts of {result.words} words, "
              f"{total / result.words * 1000:.1f} per 1,000 ({kinds})")  # fmt: skip
    words = sum(result.words for result in results)
    made = Counter(kind for result in results for kind in result.drafting.kinds)
    print(f"\nper 1,000 words of all {words}:")
    for kind in Kind:
        print(f"  {kind:13} {made[kind] / words * 1000:5.2f}")
    print(f"  {'all':13} {made.total() / words * 1000:5.2f}")
    refused: Counter[str] = Counter()
    for result in results:
        refused.update(dict(result.drafting.refused))
    print("\nrefused:")
    for reason, count in refused.most_common():
        print(f"  {count:5} {reason}")


def write_sheet(results: Sequence[Result], path: Path, seed: int) -> None:
    """The drafts, shuffled, to be judged; and beside it the text and kind of each."""
    drafts = [
        (result.name, kind, draft)
        for result in results
        for kind, draft in zip(result.drafting.kinds, result.drafting.drafts, strict=True)
    ]
    random.Random(seed).shuffle(drafts)
    pages = [_entry(number, draft) for number, (_, _, draft) in enumerate(drafts, start=1)]
    path.write_text("\n\n".join(pages) + "\n", "utf-8")
    keys = {
        number: {"text": name, "kind": kind} for number, (name, kind, _) in enumerate(drafts, 1)
    }
    path.with_suffix(".key.json").write_text(json.dumps(keys, indent=1) + "\n", "utf-8")
    print(f"\n{len(drafts)} drafts written to {path}")


def _entry(number: int, draft: ItemDraft) -> str:
    lines = [f"## {number}", "", draft.stem, ""]
    right = draft.key.right if isinstance(draft.key, ChoiceKey) else frozenset[int]()
    ordered = draft.type is ItemType.ORDERING
    for place, option in enumerate(draft.options):
        mark = f"{place + 1}." if ordered else f"{'ABCDEFGHIJ'[place]}."
        lines.append(f"- {mark} {option}{'  <- key' if place in right else ''}")
    if isinstance(draft.key, TextKey):
        lines.append(f"- key: {' | '.join(draft.key.accepted)}")
    lines += ["", f"rationale: {draft.rationale}"]
    if draft.citation is not None:
        lines += [f"passage: {draft.citation.passage}"]
    return "\n".join([*lines, "", "verdict: ", "flaws: "])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--sheet", type=Path, help="write the drafts here, to be judged blind")
    parser.add_argument("--seed", type=int, default=0, help="of the shuffle")
    options = parser.parse_args()
    results = asyncio.run(draft_all(options.texts))
    show(results)
    if options.sheet is not None:
        write_sheet(results, options.sheet, options.seed)


if __name__ == "__main__":
    main()
