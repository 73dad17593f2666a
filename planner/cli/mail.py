"""`planner mail send`: send the mail that waits."""

import time
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import screen
from planner.cli.office import Database, database_of
from planner.present.words import count, plain

if TYPE_CHECKING:
    from planner.workflow.send_mail import Sent

mail = typer.Typer(
    name="mail",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Mail: what people are told reaches them also outside the planner.",
    epilog=screen.examples("planner mail send --watch"),
)


@mail.callback()
def _mail() -> None:
    """Keep `planner mail send` a command of a group, also while it is the only one."""


@mail.command(epilog=screen.examples("planner mail send", "planner mail send --watch --every 60"))
def send(
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on, and look again and again; Ctrl-C ends it.")
    ] = False,
    every: Annotated[
        int,
        typer.Option(metavar="SECONDS", min=1, max=86_400, help="How often to look again."),
    ] = 30,
    database: Database = None,
) -> None:
    """Send the mail that is due, once each.

    The mail server is named by PLANNER_SMTP_URL, such as
    smtp+starttls://user:password@mail.example.org, and the sender by PLANNER_MAIL_FROM. While
    the server cannot be reached, mail waits and is tried again, for about five days. Without
    these settings people find their messages with `planner inbox` only.
    """
    from planner.domain import StoreTrouble
    from planner.workflow.send_mail import needed_settings, send_mail

    with database_of(database) as store:
        settings = needed_settings()
        if not watch:
            _tell(send_mail(store, settings), quiet=False)
            return
        screen.notes().print("Sending mail as it comes. Ctrl-C ends it.")
        while True:
            try:
                _tell(send_mail(store, settings), quiet=True)
            except StoreTrouble as trouble:
                # The database may be away for a minute; whoever watches is not to be started anew.
                screen.notes().print(plain(str(trouble)))
            time.sleep(every)


def _tell(sent: "Sent", *, quiet: bool) -> None:
    if quiet and not (sent.delivered or sent.later or sent.given_up):
        return
    said = [f"{count(sent.delivered, 'mail')} sent"]
    if sent.later:
        said.append(f"{sent.later} to be tried again")
    if sent.given_up:
        said.append(f"{sent.given_up} given up")
    said.append(f"{count(sent.waiting, 'message')} waiting")
    screen.results().print(f"{', '.join(said)}.")
    for sentence in sent.trouble:
        screen.notes().print(plain(sentence))
