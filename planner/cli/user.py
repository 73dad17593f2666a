"""`planner user ...`: who may use the planner, and as what."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import deputies, screen
from planner.cli.office import AsUser, Database, office, office_or_first
from planner.domain import Refused, Role
from planner.present.words import count, plain

if TYPE_CHECKING:
    from rich.console import Console

    from planner.domain import User

user = typer.Typer(
    name="user",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Users: who may use the planner, as what, and who stands in for whom.",
    epilog=screen.examples("planner user add 'Hana Novak' --email hana@example.org --role hr"),
)

UserName = Annotated[
    str, typer.Argument(metavar="USER", help="Id or e-mail of a user, or id of an employee.")
]


class Grantable(StrEnum):
    """The roles that are granted; employees and managers are known from the organisation."""

    HR = "hr"
    ADMINISTRATOR = "administrator"


RoleName = Annotated[Grantable, typer.Argument(metavar="ROLE", help="hr or administrator.")]


@user.command(
    epilog=screen.examples(
        "planner user add 'Hana Novak' --email hana@example.org --role hr",
        "planner user add --employee e1017",
    )
)
def add(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="What they are called.", show_default=False)
    ] = "",
    email: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Where mail reaches them.")
    ] = None,
    employee: Annotated[
        str | None, typer.Option(metavar="EMPLOYEE", help="Whom of the organisation they are.")
    ] = None,
    role: Annotated[
        list[Grantable] | None, typer.Option(metavar="ROLE", help="hr or administrator; or both.")
    ] = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Add a user. The very first one becomes administrator.

    With --employee, name and address are those of the employee unless you say otherwise.
    That somebody is an employee or a manager follows from the organisation; HR and
    administrators are named here.
    """
    from planner.workflow.users import add_user

    with office_or_first(database, as_user) as (store, actor):
        roles = [Role(each.value) for each in role or ()]
        added = add_user(store, actor, name=name, email=email, employee=employee, roles=roles)
        console = screen.results()
        console.print(f"{plain(added.name)} is user {added.id} ({_roles(added)}).")
        if actor is None:
            console.print(
                "This is the first user, and so the administrator. From now on, commands are "
                f"carried out by this user; where there are several, say --as {added.id}."
            )
            console.print("Next, bring an organisation in: planner import ORG")


def _roles(of: "User") -> str:
    granted = sorted(role.value for role in of.granted)
    derived = ["employee"] if of.employee is not None else []
    names = [*granted, *derived]
    return ", ".join("HR" if name == "hr" else name for name in names) or "no role"


@user.command("add-employees", epilog=screen.examples("planner user add-employees"))
def add_employees(
    cycle: Annotated[
        str | None, typer.Option(metavar="CYCLE", help="Whose employees; else today's cycle.")
    ] = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Add a user for every employee who has none. Repeat it when people have joined."""
    from planner.workflow.add_employees import add_employees as add_all

    with office(database, as_user) as (store, actor):
        added = add_all(store, actor, cycle=cycle)
    screen.results().print(f"{count(added.count, 'user')} added.")
    for sentence in added.left_out:
        screen.notes().print(f"Left out: {plain(sentence)}")


@user.command("list", epilog=screen.examples("planner user list"))
def list_(database: Database = None, as_user: AsUser = None) -> None:
    """List all users, those who were disabled among them."""
    from planner.workflow.users import list_users

    with office(database, as_user) as (store, actor):
        users = list_users(store, actor)
    columns: list[screen.Column] = [
        ("User", "left"),
        ("Name", "left"),
        ("E-mail", "left"),
        ("Employee", "left"),
        ("Roles", "left"),
        ("", "left"),
    ]
    rows = [
        (
            each.id,
            each.name or "(erased)",
            each.email,
            each.employee or "",
            _roles(each),
            "" if each.active else "disabled",
        )
        for each in users
    ]
    screen.print_table(screen.results(), columns, rows)


@user.command(epilog=screen.examples("planner user show hana@example.org"))
def show(user: UserName, database: Database = None, as_user: AsUser = None) -> None:
    """Show a user: roles, whom of the organisation they are, and for whom they decide."""
    from planner.workflow.show_user import id_of_user, show_user

    with office(database, as_user) as (store, actor):
        card = show_user(store, actor, id_of_user(store, user))
    console = screen.results()
    of = card.user
    console.print(f"{plain(of.name) or '(erased)'}: user {of.id}" + _state(of))
    _line(console, "E-mail", of.email or "none")
    _line(console, "Employee", f"{card.employee} ({of.employee})" if of.employee else "nobody")
    _line(console, "Department", card.department)
    roles = sorted("HR" if each is Role.HR else each.value for each in card.roles)
    _line(console, "Roles today", ", ".join(roles) or "none")
    if card.team:
        _line(console, "Manages", count(card.team, "person", "people"))
    _line(console, "Stands in for", ", ".join(card.stands_in_for))


def _state(of: "User") -> str:
    return "" if of.active else ", disabled"


def _line(console: "Console", label: str, value: str) -> None:
    if value:
        console.print(f"{label}: {plain(value)}")


@user.command(epilog=screen.examples("planner user grant u7 hr"))
def grant(
    user: UserName, role: RoleName, database: Database = None, as_user: AsUser = None
) -> None:
    """Grant a role to somebody else."""
    from planner.workflow.roles import grant_role
    from planner.workflow.show_user import id_of_user

    with office(database, as_user) as (store, actor):
        changed = grant_role(store, actor, id_of_user(store, user), Role(role.value))
    screen.results().print("Granted." if changed else "They have this role already.")


@user.command(epilog=screen.examples("planner user revoke u7 hr"))
def revoke(
    user: UserName, role: RoleName, database: Database = None, as_user: AsUser = None
) -> None:
    """Take a role away from somebody else; there is always an administrator left."""
    from planner.workflow.roles import revoke_role
    from planner.workflow.show_user import id_of_user

    with office(database, as_user) as (store, actor):
        changed = revoke_role(store, actor, id_of_user(store, user), Role(role.value))
    screen.results().print("Taken away." if changed else "They do not have this role.")


@user.command(epilog=screen.examples("planner user disable u7"))
def disable(user: UserName, database: Database = None, as_user: AsUser = None) -> None:
    """Shut somebody out at once. Their calendar address stops working."""
    from planner.workflow.roles import disable_user
    from planner.workflow.show_user import id_of_user

    with office(database, as_user) as (store, actor):
        changed = disable_user(store, actor, id_of_user(store, user))
    screen.results().print("Disabled." if changed else "They were disabled already.")


@user.command(epilog=screen.examples("planner user enable u7"))
def enable(user: UserName, database: Database = None, as_user: AsUser = None) -> None:
    """Let somebody in again, with the roles they had."""
    from planner.workflow.roles import enable_user
    from planner.workflow.show_user import id_of_user

    with office(database, as_user) as (store, actor):
        changed = enable_user(store, actor, id_of_user(store, user))
    screen.results().print("Enabled." if changed else "They are enabled already.")


@user.command(epilog=screen.examples("planner user link u7 e1017", "planner user link u7 --nobody"))
def link(
    user: UserName,
    employee: Annotated[
        str | None, typer.Argument(metavar="[EMPLOYEE]", help="Id of the employee.")
    ] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="They are no employee.")] = False,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Say whom of the organisation a user is; that makes them an employee or a manager."""
    from planner.workflow.show_user import id_of_user
    from planner.workflow.users import link_user

    with office(database, as_user) as (store, actor):
        if (employee is None) != nobody:
            raise Refused(["Name an employee, or say --nobody."])
        linked = link_user(store, actor, id_of_user(store, user), employee)
    whom = f"employee {linked.employee}" if linked.employee else "no employee"
    screen.results().print(f"{plain(linked.name)} is {whom}.")


user.command(epilog=deputies.EXAMPLES)(deputies.delegate)
