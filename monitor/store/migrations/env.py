"""Alembic's entry: it works on the connection that `schema.upgrade` hands over, inside that one transaction."""

from alembic import context

from monitor.store.tables import METADATA


def _ours(name: str | None, type_: str, _: object) -> bool:
    """The search index brings tables of its own, which Alembic must not take for removed ones."""
    return not (type_ == "table" and name is not None and "_fts" in name)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    include_name=_ours,
    transactional_ddl=True,
)
context.run_migrations()
