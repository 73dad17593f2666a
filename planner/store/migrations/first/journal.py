"""The first tables: the record of who did what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def make() -> None:
    """Make these tables."""
    _journal_entry()
    _journal_head()
    _guards()


def _journal_entry() -> None:
    op.create_table(
        "journal_entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.String(length=100), nullable=False),
        sa.Column("on_behalf_of", sa.String(length=100), nullable=True),
        sa.Column("action", sa.String(length=100), nullable=False),
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_journal_entry_counted_from_one"),
        sa.PrimaryKeyConstraint("number", name="pk_journal_entry"),
    )
    op.create_index("ix_journal_entry_action", "journal_entry", ["action"])
    op.create_index("ix_journal_entry_cycle", "journal_entry", ["cycle"])
    op.create_index("ix_journal_entry_user_id", "journal_entry", ["user_id"])


def _journal_head() -> None:
    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_journal_head_one_row"),
        sa.PrimaryKeyConstraint("id", name="pk_journal_head"),
    )


def _guards() -> None:
    """Let the database itself refuse whatever would change what was recorded."""
    guards = _POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE
    for guard in guards:
        op.execute(guard)


_CHANGED = "the record of who did what is only added to"
_SQLITE = (
    f"""CREATE TRIGGER journal_entry_unchanged BEFORE UPDATE ON journal_entry
    BEGIN SELECT RAISE(ABORT, '{_CHANGED}'); END""",
    f"""CREATE TRIGGER journal_entry_undeleted BEFORE DELETE ON journal_entry
    BEGIN SELECT RAISE(ABORT, '{_CHANGED}'); END""",
    f"""CREATE TRIGGER journal_entry_in_order BEFORE INSERT ON journal_entry
    WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM journal_entry)
    BEGIN SELECT RAISE(ABORT, '{_CHANGED}'); END""",
    f"""CREATE TRIGGER journal_head_forward BEFORE UPDATE ON journal_head
    WHEN NEW.number <> OLD.number + 1
    BEGIN SELECT RAISE(ABORT, '{_CHANGED}'); END""",
    f"""CREATE TRIGGER journal_head_undeleted BEFORE DELETE ON journal_head
    BEGIN SELECT RAISE(ABORT, '{_CHANGED}'); END""",
    f"""CREATE TRIGGER journal_head_once BEFORE INSERT ON journal_head
    WHEN EXISTS (SELECT 1 FROM journal_head)
    BEGIN SELECT RAISE(ABORT, '{_CHANGED}'); END""",
)

_POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION planner_journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{_CHANGED}'; END $$""",
    f"""CREATE OR REPLACE FUNCTION planner_journal_in_order() RETURNS trigger
    LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM journal_entry) THEN
            RAISE EXCEPTION '{_CHANGED}';
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE TRIGGER journal_entry_unchanged BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION planner_journal_refuse()""",
    """CREATE TRIGGER journal_entry_untruncated BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION planner_journal_refuse()""",
    """CREATE TRIGGER journal_entry_in_order BEFORE INSERT ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION planner_journal_in_order()""",
    """CREATE TRIGGER journal_head_forward BEFORE UPDATE ON journal_head
    FOR EACH ROW WHEN (NEW.number <> OLD.number + 1)
    EXECUTE FUNCTION planner_journal_refuse()""",
    """CREATE TRIGGER journal_head_undeleted BEFORE DELETE ON journal_head
    FOR EACH ROW EXECUTE FUNCTION planner_journal_refuse()""",
    """CREATE TRIGGER journal_head_untruncated BEFORE TRUNCATE ON journal_head
    FOR EACH STATEMENT EXECUTE FUNCTION planner_journal_refuse()""",
)
