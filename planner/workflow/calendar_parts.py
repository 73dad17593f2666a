"""What changes in people's calendars, as it goes with the mail that tells them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from planner.domain import CalendarEvent, FeedEvent
from planner.exchange.calendar_file import calendar_bytes
from planner.notify import CalendarPart, links
from planner.workflow.calendar_feed import REFRESH, base_url

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from planner.domain.organisation import Id
    from planner.store import Unit


def calendar_parts(
    unit: Unit, events: Iterable[FeedEvent], now: datetime
) -> dict[Id, CalendarPart]:
    """Return the changes of each employee's calendar by the user who is that employee.

    Parameters
    ----------
    unit : Unit
    events : iterable of FeedEvent
        What is new or shown in another way, as `Feeds.update` tells it.
    now : datetime
    """
    by_employee: defaultdict[Id, list[FeedEvent]] = defaultdict(list)
    for each in events:
        by_employee[each.employee].append(each)
    start = base_url()
    parts = {}
    for employee, user in unit.people.by_employees(by_employee).items():
        shown = [
            CalendarEvent.of(each, f"{start}/{links.placement(each.uid)}" if start else "")
            for each in by_employee[employee]
        ]
        content = calendar_bytes(user.name, shown, now=now, refresh=REFRESH)
        parts[user.id] = CalendarPart("PUBLISH", content.decode())
    return parts
