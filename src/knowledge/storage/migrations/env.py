"""Alembic's entry point: migrates over the connection that it is handed."""

from alembic import context

from knowledge.storage import (  # noqa: F401 - the models register themselves
    answer_tables,
    audit_tables,
    document_tables,
    golden_tables,
    import_tables,
    item_tables,
    place_tables,
    privacy_tables,
    quiz_tables,
    study_tables,
    timeline_tables,
)
from knowledge.storage.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
context.run_migrations()
