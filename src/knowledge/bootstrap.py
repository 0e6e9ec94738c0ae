"""The object graph: built here, closed here, and nowhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from knowledge.answering.answerer import Answerer
from knowledge.answering.following import context_for
from knowledge.answering.verified import Precedents
from knowledge.exploring.disagreements import Disagreements
from knowledge.exploring.library import Library
from knowledge.exploring.servers import Servers
from knowledge.exploring.timeline import Timeline
from knowledge.ingestion.document_desk import DocumentDesk
from knowledge.ingestion.drafts import Drafts
from knowledge.ingestion.ingester import Ingester
from knowledge.ingestion.limits import ReadingLimits
from knowledge.ingestion.removing import Removals
from knowledge.ingestion.sandbox import ReaderProcess
from knowledge.privacy.personal_data import PersonalData
from knowledge.privacy.retention import Retention
from knowledge.quizzing import text_grading
from knowledge.quizzing.appeals import Appeals
from knowledge.quizzing.attempt_logs import StudyAttempts
from knowledge.quizzing.authoring.drafter import Drafter
from knowledge.quizzing.bank import Bank
from knowledge.quizzing.checking import Checker
from knowledge.quizzing.exchange import ItemExchange
from knowledge.quizzing.quiz_attempts import QuizAttempts
from knowledge.quizzing.quizmaster import Quizmaster
from knowledge.quizzing.reminders import Reminders
from knowledge.quizzing.results import Results
from knowledge.quizzing.sourcing import Sourcing
from knowledge.quizzing.suggestions import Suggestions
from knowledge.quizzing.tutor import Tutor
from knowledge.retrieval.embedder import Embedder
from knowledge.retrieval.retriever import Retriever
from knowledge.reviewing.gaps import Gaps
from knowledge.reviewing.golden import Golden
from knowledge.reviewing.impact import Impact
from knowledge.reviewing.inbox import Inbox
from knowledge.reviewing.logbook import Logbook
from knowledge.reviewing.moderation import Moderation
from knowledge.reviewing.tidings import Tidings
from knowledge.reviewing.verified import VerifiedAnswers
from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database


def _now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def _open_database(
    settings: KnowledgeSettings, clock: Callable[[], datetime]
) -> AsyncIterator[Database]:
    """The database, without what a restored backup brought back of those who were erased."""
    async with Database.open(settings.database_path) as database:
        await PersonalData(database, clock).reapply()
        yield database


@asynccontextmanager
async def open_personal_data(
    settings: KnowledgeSettings, clock: Callable[[], datetime] = _now
) -> AsyncIterator[PersonalData]:
    """Export and erasure alone, without the model.

    Raises:
        DatabaseUnusable: as :meth:`Knowledge.open`.
    """
    async with _open_database(settings, clock) as database:
        yield PersonalData(database, clock)


@asynccontextmanager
async def open_logbook(
    settings: KnowledgeSettings, clock: Callable[[], datetime] = _now
) -> AsyncIterator[Logbook]:
    """The record of questions alone, without the model.

    Raises:
        DatabaseUnusable: as :meth:`Knowledge.open`.
    """
    async with _open_database(settings, clock) as database:
        yield Logbook(database, clock)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that can be done with courses. Open one; close it; hand it around freely."""

    library: Library
    servers: Servers
    timeline: Timeline
    disagreements: Disagreements
    drafter: Drafter
    ingester: Ingester
    drafts: Drafts
    documents: DocumentDesk
    removals: Removals
    impact: Impact
    retriever: Retriever
    answerer: Answerer
    bank: Bank
    exchange: ItemExchange
    quizmaster: Quizmaster
    results: Results
    tutor: Tutor
    appeals: Appeals
    reminders: Reminders
    suggestions: Suggestions
    sourcing: Sourcing
    logbook: Logbook
    verified: VerifiedAnswers
    inbox: Inbox
    tidings: Tidings
    personal_data: PersonalData
    retention: Retention
    moderation: Moderation
    gaps: Gaps
    golden: Golden
    database: Database
    embedder: Embedder

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        settings: KnowledgeSettings,
        clock: Callable[[], datetime] = _now,
        *,
        embedder: Embedder | None = None,
    ) -> AsyncIterator[Knowledge]:
        """Migrate the database, load and warm the model, and close both at the end.

        Args:
            settings: Where the database and the model are, and the limits.
            clock: The present moment, aware. The bot passes Discord's, which tests move.
            embedder: A model that is loaded already and stays open; by default the settings'.

        Raises:
            DatabaseUnusable: the database is damaged, newer than this program, or unwritable.
            ModelUnusable: the model is missing or damaged.
        """
        async with AsyncExitStack() as stack:
            database = await stack.enter_async_context(_open_database(settings, clock))
            if embedder is None:
                embedder = await stack.enter_async_context(
                    Embedder.open(settings.embedding_model, precision=settings.embedding_precision)
                )
            limits = ReadingLimits(
                seconds=settings.doc_read_seconds,
                file_bytes=settings.doc_max_bytes,
                pages=settings.doc_max_pages,
            )
            reader = await stack.enter_async_context(ReaderProcess(limits))
            servers = Servers(database, clock)
            await servers.load()
            retriever = Retriever(database, embedder)
            identity = embedder.identity
            timeline = Timeline(database, embedder, clock)
            stack.push_async_callback(timeline.close)
            disagreements = Disagreements(database, clock, timeline.read, timeline.last_read)
            model = f"{identity.name} {identity.sha256[:12]}"
            checker = Checker(database, embedder)
            bank = Bank(database, checker, clock)
            grade = partial(text_grading.outcome, embedder)
            quizmaster = Quizmaster(database, clock, grade)
            results = Results(database, clock, grade, quizmaster.aftermath)
            answerer = Answerer(
                database,
                retriever,
                clock,
                timeline.read,
                disagreements.known,
                precedents=Precedents(database, embedder),
                model=model,
            )
            yield cls(
                library=Library(database, clock),
                servers=servers,
                timeline=timeline,
                disagreements=disagreements,
                drafter=Drafter(database, embedder, timeline.read),
                ingester=Ingester(
                    database,
                    embedder,
                    reader,
                    clock,
                    course_max_bytes=settings.course_max_bytes,
                ),
                drafts=Drafts(database, clock),
                documents=DocumentDesk(database, embedder, clock),
                removals=Removals(database, clock),
                impact=Impact(database, clock, answerer.reply),
                retriever=retriever,
                answerer=answerer,
                bank=bank,
                exchange=ItemExchange(database, checker, results, clock),
                quizmaster=quizmaster,
                results=results,
                tutor=Tutor(database, embedder, clock),
                appeals=Appeals(
                    database, embedder, clock, logs=(StudyAttempts(), QuizAttempts(clock))
                ),
                reminders=Reminders(database, clock),
                suggestions=Suggestions(database, retriever, bank),
                sourcing=Sourcing(database, retriever, checker, clock),
                logbook=Logbook(database, clock),
                verified=VerifiedAnswers(database, retriever, embedder, clock),
                inbox=Inbox(database, embedder, clock),
                tidings=Tidings(database, clock),
                personal_data=PersonalData(database, clock),
                retention=Retention(database, clock),
                moderation=Moderation(database, clock, answerer.reply, context_for),
                gaps=Gaps(database, embedder, clock),
                golden=Golden(database, clock, answerer.reply, model),
                database=database,
                embedder=embedder,
            )
