"""The first tables: what ties people to days and departments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def make() -> None:
    """Make these tables."""
    _absence()
    _closure()
    _experience()
    _preference()
    _restriction()
    _requirement()
    _keep_apart()
    _pin()


def _absence() -> None:
    op.create_table(
        "absence",
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("employee", sa.String(length=100), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle", "employee"],
            ["employee.cycle", "employee.id"],
            name="fk_absence_cycle_employee",
        ),
        sa.PrimaryKeyConstraint("cycle", "position", name="pk_absence"),
    )
    op.create_index("ix_absence_employee", "absence", ["cycle", "employee"])


def _closure() -> None:
    op.create_table(
        "closure",
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(length=100), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle", "department"],
            ["department.cycle", "department.id"],
            name="fk_closure_cycle_department",
        ),
        sa.PrimaryKeyConstraint("cycle", "position", name="pk_closure"),
    )


def _experience() -> None:
    op.create_table(
        "experience",
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("employee", sa.String(length=100), nullable=False),
        sa.Column("department", sa.String(length=100), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle", "department"],
            ["department.cycle", "department.id"],
            name="fk_experience_cycle_department",
        ),
        sa.ForeignKeyConstraint(
            ["cycle", "employee"],
            ["employee.cycle", "employee.id"],
            name="fk_experience_cycle_employee",
        ),
        sa.PrimaryKeyConstraint("cycle", "employee", "department", name="pk_experience"),
    )


def _preference() -> None:
    op.create_table(
        "preference",
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("employee", sa.String(length=100), nullable=False),
        sa.Column("department", sa.String(length=100), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle", "department"],
            ["department.cycle", "department.id"],
            name="fk_preference_cycle_department",
        ),
        sa.ForeignKeyConstraint(
            ["cycle", "employee"],
            ["employee.cycle", "employee.id"],
            name="fk_preference_cycle_employee",
        ),
        sa.PrimaryKeyConstraint("cycle", "employee", "department", name="pk_preference"),
    )


def _restriction() -> None:
    op.create_table(
        "restriction",
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("employee", sa.String(length=100), nullable=False),
        sa.Column("department", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle", "department"],
            ["department.cycle", "department.id"],
            name="fk_restriction_cycle_department",
        ),
        sa.ForeignKeyConstraint(
            ["cycle", "employee"],
            ["employee.cycle", "employee.id"],
            name="fk_restriction_cycle_employee",
        ),
        sa.PrimaryKeyConstraint("cycle", "employee", "department", name="pk_restriction"),
    )


def _requirement() -> None:
    op.create_table(
        "requirement",
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("employee", sa.String(length=100), nullable=False),
        sa.Column("department", sa.String(length=100), nullable=False),
        sa.Column("by", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cycle", "department"],
            ["department.cycle", "department.id"],
            name="fk_requirement_cycle_department",
        ),
        sa.ForeignKeyConstraint(
            ["cycle", "employee"],
            ["employee.cycle", "employee.id"],
            name="fk_requirement_cycle_employee",
        ),
        sa.PrimaryKeyConstraint("cycle", "employee", "department", name="pk_requirement"),
    )


def _keep_apart() -> None:
    op.create_table(
        "keep_apart",
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("employee", sa.String(length=100), nullable=False),
        sa.Column("other", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle", "employee"],
            ["employee.cycle", "employee.id"],
            name="fk_keep_apart_cycle_employee",
        ),
        sa.ForeignKeyConstraint(
            ["cycle", "other"], ["employee.cycle", "employee.id"], name="fk_keep_apart_cycle_other"
        ),
        sa.PrimaryKeyConstraint("cycle", "employee", "other", name="pk_keep_apart"),
    )
    op.create_index("ix_keep_apart_other", "keep_apart", ["cycle", "other"])


def _pin() -> None:
    op.create_table(
        "pin",
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("employee", sa.String(length=100), nullable=False),
        sa.Column("host", sa.String(length=100), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("mentor", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["cycle", "employee"], ["employee.cycle", "employee.id"], name="fk_pin_cycle_employee"
        ),
        sa.ForeignKeyConstraint(
            ["cycle", "host"], ["department.cycle", "department.id"], name="fk_pin_cycle_host"
        ),
        sa.ForeignKeyConstraint(
            ["cycle", "mentor"], ["employee.cycle", "employee.id"], name="fk_pin_cycle_mentor"
        ),
        sa.PrimaryKeyConstraint("cycle", "employee", "host", name="pk_pin"),
    )
    op.create_index("ix_pin_mentor", "pin", ["cycle", "mentor"])
