"""`planner clock`: what time does to requests, done once."""

from planner.cli import screen
from planner.cli.office import Database, database_of
from planner.present.words import count

EXAMPLES = screen.examples("planner clock", "planner clock --database company.sqlite")


def clock(database: Database = None) -> None:
    """Remind, pass on and end requests that are due, once. Let it run every hour.

    Who has not answered for two days is reminded, after five days the next in line may
    answer. A request ends at its deadline, or when it cannot go on: somebody has left, or the
    plan or the rules have changed. Doing it twice does nothing more.
    """
    from planner.workflow.request_clock import run_clock

    with database_of(database) as store:
        done = run_clock(store)
    console = screen.results()
    told = (
        ("expired", done.expired),
        ("ended, because it cannot go on", done.ended),
        ("passed on to the next in line", done.escalated),
        ("reminded of", done.reminded),
        ("left for the next time, because somebody else was at it", done.failed),
    )
    for what, requests in told:
        if requests:
            number = count(len(requests), "request")
            console.print(f"{number} {what}: {', '.join(requests)}")
    if not done and not done.failed:
        console.print("Nothing is due.")
