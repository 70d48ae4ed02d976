"""Learners, items, attempts, sittings, notes and ticks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "learner",
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_learner"),
    )
    op.create_table(
        "item",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_item"),
    )
    op.create_table(
        "attempt",
        sa.Column("learner", sa.String(200), nullable=False),
        sa.Column("id", sa.String(100), nullable=False),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("answered_at", moment, nullable=False),
        sa.Column("confirmed", sa.String(40)),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["learner"], ["learner.name"], name="fk_attempt_learner"),
        sa.ForeignKeyConstraint(["item"], ["item.key"], name="fk_attempt_item"),
        sa.PrimaryKeyConstraint("learner", "id", name="pk_attempt"),
    )
    op.create_index("ix_attempt_learner_answered_at", "attempt", ["learner", "answered_at"])
    op.create_table(
        "sitting",
        sa.Column("learner", sa.String(200), nullable=False),
        sa.Column("id", sa.String(100), nullable=False),
        sa.Column("exam", sa.String(40), nullable=False),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("deadline", moment, nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("submitted_at", moment),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["learner"], ["learner.name"], name="fk_sitting_learner"),
        sa.PrimaryKeyConstraint("learner", "id", name="pk_sitting"),
    )
    is_open = sa.text("submitted_at IS NULL")
    op.create_index(
        "ix_sitting_one_open", "sitting", ["learner"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_table(
        "sheet",
        sa.Column("learner", sa.String(200), nullable=False),
        sa.Column("sitting", sa.String(100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("domain", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.String(20)),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["learner", "sitting"], ["sitting.learner", "sitting.id"], name="fk_sheet_learner"),
        sa.ForeignKeyConstraint(["item"], ["item.key"], name="fk_sheet_item"),
        sa.PrimaryKeyConstraint("learner", "sitting", "position", name="pk_sheet"),
    )
    op.create_table(
        "note",
        sa.Column("learner", sa.String(200), nullable=False),
        sa.Column("id", sa.String(100), nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["learner"], ["learner.name"], name="fk_note_learner"),
        sa.PrimaryKeyConstraint("learner", "id", name="pk_note"),
    )
    op.create_table(
        "tick",
        sa.Column("learner", sa.String(200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("task", sa.String(200), nullable=False),
        sa.Column("done_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["learner"], ["learner.name"], name="fk_tick_learner"),
        sa.PrimaryKeyConstraint("learner", "day", "task", name="pk_tick"),
    )
