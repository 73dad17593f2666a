"""What a transaction offers: one repository per subject, all on the same connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.store.aliases import Aliases
from planner.store.answers import Answers
from planner.store.edits import Edits
from planner.store.feeds import Feeds
from planner.store.jobs import Jobs
from planner.store.journal import Journal
from planner.store.organisations import Organisations
from planner.store.outbox import Outbox
from planner.store.people import People
from planner.store.requests import Requests
from planner.store.row_edits import RowEdits
from planner.store.traces import Traces
from planner.store.versions import Versions

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from planner.store.kept import Kept


class Unit:
    """One transaction. It is over when the block or the function that was given it ends.

    Attributes
    ----------
    connection : sqlalchemy.Connection
        For this room alone; everything else goes through the repositories.
    organisations : Organisations
        Cycles with their complete sets of tables.
    versions : Versions
        Plans of a cycle, numbered, with their placements.
    edits : Edits
        What was done to a draft by hand, so that it can be undone.
    jobs : Jobs
        Searches in the background.
    requests : Requests
        Change requests.
    people : People
        Users, roles and deputies.
    outbox : Outbox
        Messages that wait to be read or sent.
    feeds : Feeds
        Calendar feeds.
    journal : Journal
        Who did what.
    answers : Answers
        What was answered to requests that may come twice.
    row_edits : RowEdits
        What was done to single rows of an organisation, so that it can be undone.
    aliases : Aliases
        By which names the record calls employees.
    traces : Traces
        What is kept of people beside the tables that are theirs.
    """

    def __init__(self, connection: Connection, kept: Kept | None = None) -> None:
        self.connection = connection
        self.organisations = Organisations(connection, kept)
        self.versions = Versions(connection)
        self.edits = Edits(connection)
        self.jobs = Jobs(connection)
        self.requests = Requests(connection)
        self.people = People(connection)
        self.outbox = Outbox(connection)
        self.feeds = Feeds(connection)
        self.journal = Journal(connection)
        self.answers = Answers(connection)
        self.aliases = Aliases(connection)
        self.traces = Traces(connection)
        self.row_edits = RowEdits(connection)
