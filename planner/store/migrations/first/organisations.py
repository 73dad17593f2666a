"""The first tables: cycles, departments, people and dependencies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def make() -> None:
    """Make these tables."""
    _cycle()
    _department()
    _employee()
    _dependency()


def _cycle() -> None:
    op.create_table(
        "cycle",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("published", sa.Integer(), nullable=True),
        sa.Column("last_version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("periods", sa.Integer(), nullable=False),
        sa.Column("period_days", sa.Integer(), nullable=False),
        sa.Column("rest_periods", sa.Integer(), nullable=False),
        sa.Column("max_from_one_home", sa.Integer(), nullable=True),
        sa.Column("experience_valid_days", sa.Integer(), nullable=True),
        sa.Column("max_placement_periods", sa.Integer(), nullable=True),
        sa.Column("decay", sa.Double(), nullable=False),
        sa.Column("aims", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_cycle"),
    )


def _department() -> None:
    op.create_table(
        "department",
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("host_capacity", sa.Integer(), nullable=False),
        sa.Column("minimum_staffing", sa.Integer(), nullable=False),
        sa.Column("rotation_periods", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle"], ["cycle.name"], name="fk_department_cycle", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cycle", "id", name="pk_department"),
    )


def _employee() -> None:
    op.create_table(
        "employee",
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("department", sa.String(length=100), nullable=False),
        sa.Column("manager", sa.String(length=100), nullable=True),
        sa.Column("max_rotations", sa.Integer(), nullable=False),
        sa.Column("mentors", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cycle", "department"],
            ["department.cycle", "department.id"],
            name="fk_employee_cycle_department",
        ),
        sa.ForeignKeyConstraint(
            ["cycle", "manager"],
            ["employee.cycle", "employee.id"],
            name="fk_employee_cycle_manager",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["cycle"], ["cycle.name"], name="fk_employee_cycle", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cycle", "id", name="pk_employee"),
    )
    op.create_index("ix_employee_department", "employee", ["cycle", "department"])
    op.create_index("ix_employee_manager", "employee", ["cycle", "manager"])


def _dependency() -> None:
    op.create_table(
        "dependency",
        sa.Column("cycle", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("customer", sa.String(length=100), nullable=False),
        sa.Column("provider", sa.String(length=100), nullable=False),
        sa.Column("importance", sa.Double(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("who_visits", sa.String(length=20), nullable=False),
        sa.Column("season_from", sa.Date(), nullable=True),
        sa.Column("season_to", sa.Date(), nullable=True),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("standard_hours", sa.Double(), nullable=True),
        sa.Column("standard_share", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cycle", "customer"],
            ["department.cycle", "department.id"],
            name="fk_dependency_cycle_customer",
        ),
        sa.ForeignKeyConstraint(
            ["cycle", "provider"],
            ["department.cycle", "department.id"],
            name="fk_dependency_cycle_provider",
        ),
        sa.PrimaryKeyConstraint("cycle", "customer", "provider", name="pk_dependency"),
    )
