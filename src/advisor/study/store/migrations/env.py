"""Alembic's entry: the migrations run on the connection, and in the transaction, that opens the store."""

from __future__ import annotations

from alembic import context

from advisor.study.store.tables import Table

if hasattr(context, "config"):  # whoever imports every module for its examples runs no migration
    context.configure(connection=context.config.attributes["connection"], target_metadata=Table.metadata)
    context.run_migrations()
