"""Every button, select and form has a line that says what ties it to those who may use it."""

from __future__ import annotations

from tests.cogs.bindings import BOUND, Bound, templates


def test_of_every_button_select_and_form_it_is_said_what_it_is_bound_to() -> None:
    assert {action for action, _, _ in templates()} == set(BOUND)


def test_what_names_nothing_takes_no_number_of_a_thing() -> None:
    named = ("receipt", "item", "quiz", "question", "turn", "session", "answer", "request",
             "draft", "document", "which", "course", "passage", "pending", "proposal", "appeal",
             "search", "subject", "reader", "user")  # fmt: skip
    for action, template, _ in templates():
        if BOUND[action] is Bound.NOTHING:
            assert not any(f"<{name}>" in template for name in named), (action, template)
