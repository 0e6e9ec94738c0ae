"""The console's web application: every address and who may go there."""

from __future__ import annotations

import discord
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.cogs.desk import Desk
from bot.console import audit, cases, confusion, home, learner, queue, quizzes, search, themes
from bot.console.courses import tended
from bot.console.door import Place
from bot.console.entry import Entry
from bot.console.gate import ENTRY, Gate
from bot.console.sessions import Sessions
from bot.console.shield import Shield
from bot.console.visit import Page, Scope, stylesheet
from bot.console.visitor import Visitors

PAGES: tuple[Page, ...] = (
    *home.PAGES,
    *queue.PAGES,
    *search.PAGES,
    *cases.PAGES,
    *learner.PAGES,
    *themes.PAGES,
    *confusion.PAGES,
    *quizzes.PAGES,
    *audit.PAGES,
)
MENU = (
    ("/", "Overview", "logs stats"),
    ("/queue", "Review", "logs review"),
    ("/search", "Search", "logs search"),
    ("/learners", "Learners", "Learner record"),
    ("/themes", "Themes", "logs stats"),
    ("/gaps", "Gaps", "logs search"),
    ("/confusion", "Confusion map", "logs stats"),
    ("/quizzes", "Quizzes", "quiz results"),
    ("/audit", "Audit", "logs audit"),
)


def build(client: discord.Client, desk: Desk, sessions: Sessions, place: Place) -> ASGIApp:
    """The application; nothing listens yet."""
    cookie = "__Host-colloquy" if place.is_secure else "colloquy"
    entry = Entry(
        desk,
        sessions,
        cookie=cookie,
        is_secure=place.is_secure,
        of_a_course=[page.path for page in PAGES if page.scope is Scope.COURSE],
    )
    gate = Gate(desk, sessions, Visitors(client, desk.clock), tended, cookie=cookie, menu=MENU)
    pages = (
        *PAGES,
        Page("/leave", ENTRY, entry.leave, "POST"),
        Page("/course", ENTRY, entry.choose, "POST"),
    )
    routes = [
        Route("/console.css", stylesheet, methods=["GET"]),
        Route("/open/{secret}", entry.offer, methods=["GET"]),
        Route("/open/{secret}", entry.open, methods=["POST"]),
        *(Route(page.path, gate.guarding(page), methods=[page.method]) for page in pages),
    ]
    return Shield(Starlette(routes=routes), place.hosts, place.origins)
