"""`planner plan publish`: a draft becomes the plan that holds."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli import screen
from planner.cli.office import REFUSED, AsUser, Database, office
from planner.cli.searching import Cycle, of_cycle
from planner.present.words import count, plain

if TYPE_CHECKING:
    from planner.domain import Actor
    from planner.workflow.opening import Store

EXAMPLES = screen.examples(
    "planner plan publish 3 --ask",
    "planner plan publish 3",
    'planner plan publish 3 --waive "The audit needs Ada there in May."',
    "planner plan publish 3 --agree --as second.person@acme.example",
)


def publish(
    draft: Annotated[int, typer.Argument(metavar="DRAFT", help="The number of the draft.")],
    ask: Annotated[
        bool, typer.Option("--ask", help="Only say what it would meet; change nothing.")
    ] = False,
    waive: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="Ask a second HR person to agree to broken rules."),
    ] = None,
    agree: Annotated[
        bool, typer.Option("--agree", help="Agree to what a colleague asked, and publish.")
    ] = False,
    revision: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Only if the draft still has this revision."),
    ] = None,
    over: Annotated[
        int | None,
        typer.Option(
            metavar="VERSION",
            min=1,
            help="Replace this version although the draft takes back what came with it.",
        ),
    ] = None,
    cycle: Cycle = None,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Publish a draft: its placements are frozen, and everybody concerned is told.

    The plan that held before is superseded, and so are change requests about placements that
    change. A draft that was not made from that plan, and would take back what has changed
    since, says so, and needs --over. A draft that breaks rules needs a waiver: one HR person
    gives the reason with --waive, another one agrees with --agree. A change of the draft ends
    the waiver.
    """
    with office(database, as_user) as (store, actor):
        if sum((ask, waive is not None, agree)) > 1:
            raise typer.BadParameter("Give one of --ask, --waive and --agree.")
        if ask:
            _tell_readiness(store, actor, draft, cycle)
        elif waive is not None:
            from planner.workflow.waive_rules import ask_waiver

            asked = ask_waiver(store, actor, draft, waive, cycle=cycle, expected=revision)
            console = screen.results()
            console.print("Other HR people were told. One of them has to agree:")
            console.print(f"planner plan publish {draft} --agree")
            for sentence in asked.waiver.sentences if asked.waiver else ():
                console.print(f"- {plain(sentence)}")
        else:
            if agree:
                from planner.workflow.waive_rules import agree_to_waiver

                agreed = agree_to_waiver(store, actor, draft, cycle=cycle, expected=revision)
                revision = agreed.revision
            _publish(store, actor, draft, cycle=cycle, expected=revision, over=over)


def _publish(store: "Store", actor: "Actor", draft: int, **named: Any) -> None:
    from planner.workflow.publish_plan import publish_plan

    done = publish_plan(store, actor, draft, **named)
    console = screen.results()
    version = done.version
    if done.already:
        console.print(f"Version {version.number} is published already.")
        return
    instead = f" in place of version {done.instead_of}" if done.instead_of else ""
    console.print(
        plain(f'Version {version.number} of "{version.cycle}" is the plan that holds{instead}: ')
        + f"{count(done.placements, 'placement')}."
    )
    if done.told:
        console.print(
            f"{count(done.told, 'message')} to people in their inboxes. "
            "The mail waits to be sent: planner mail send"
        )
    if done.overtaken:
        what = count(len(done.overtaken), "change request")
        console.print(f"{what} ended, because the plan changed: {', '.join(done.overtaken)}")


def _tell_readiness(store: "Store", actor: "Actor", draft: int, cycle: str | None) -> None:
    from planner.workflow.publish_readiness import see_readiness
    from planner.workflow.unseen_version import in_words

    found = see_readiness(store, actor, draft, cycle=cycle)
    console = screen.results()
    for sentence in found.obstacles:
        console.print(plain(sentence))
    for sentence in found.broken:
        console.print(f"Breaks a rule: {plain(sentence)}")
    if found.broken and found.excused:
        console.print("A second HR person has agreed to what is broken.")
    elif found.broken:
        console.print(f"Mend it, or ask for a waiver: planner plan publish {draft} --waive REASON")
    for request in found.overtakes:
        who = found.names.employee(request.requester)
        console.print(plain(f"Ends change request {request.id} of {who}."))
    if found.unseen is not None:
        for sentence in in_words(found.version, found.unseen):
            console.print(plain(sentence))
    if not found.ready:
        raise typer.Exit(REFUSED)
    console.print(f"Draft {draft} can be published as it is (revision {found.version.revision}):")
    cycle_option = of_cycle(found.version.cycle)
    over = "" if found.unseen is None else f" --over {found.unseen.number}"
    revision = f" --revision {found.version.revision}"
    console.print(f"planner plan publish {draft}{revision}{over}{cycle_option}")
