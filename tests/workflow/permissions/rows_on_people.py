"""People: users and roles, messages and calendars, what is kept of somebody, and the record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from planner.domain import NotFound, Role
from planner.workflow.add_employees import add_employees
from planner.workflow.calendar_feed import make_feed, reset_feed, revoke_feed, write_calendar
from planner.workflow.erase_person import erase, erase_person, erase_user
from planner.workflow.export_person import export_person
from planner.workflow.forget_old import forget_old
from planner.workflow.read_inbox import count_unread, mark_read, read_inbox
from planner.workflow.read_person import see_preferences, see_profile
from planner.workflow.records import list_record, verify_record
from planner.workflow.roles import disable_user, enable_user, grant_role, revoke_role
from planner.workflow.send_mail import send_mail
from planner.workflow.show_user import show_user
from planner.workflow.users import add_user, change_user, link_user, list_users
from tests.notify.servers import settings
from tests.workflow.permissions.table import out, reading, row
from tests.workflow.requests.office import NOW

if TYPE_CHECKING:
    from planner.domain import Actor
    from planner.store import Store

ADMINISTRATOR_ALONE = "!! ... ..... .Y ."
PLANNER_ALONE = "!! ... ..... .. Y"
USERS = "!! YYY YYYYY YY ."
YEARS = timedelta(days=800)


def told(store: Store, who: Actor, action: str) -> None:
    """Go on if somebody may see an entry of an action in the record."""
    if not list_record(store, who, action=action, now=NOW):
        raise NotFound("It is not among those that are listed.")


ROWS = (
    # users and roles
    row(add_user, ADMINISTRATOR_ALONE, lambda s, a: add_user(s, a, name="Zoe", now=NOW)),
    row(
        add_user,
        ADMINISTRATOR_ALONE,
        lambda s, a: add_user(s, a, name="Zoe", roles=[Role.HR], now=NOW),
        title="of HR",
    ),
    row(add_employees, ADMINISTRATOR_ALONE, lambda s, a: add_employees(s, a, now=NOW), entries=0),
    row(
        change_user,
        ADMINISTRATOR_ALONE,
        lambda s, a: change_user(s, a, "u-pam", name="Pam P.", now=NOW),
    ),
    row(
        link_user,
        ADMINISTRATOR_ALONE,
        lambda s, a: link_user(s, a, "u-pam", None, now=NOW),
    ),
    row(
        link_user,
        "!! ... ..... .! .",
        lambda s, a: link_user(s, a, "u-ada", "pat", now=NOW),
        title="Ada",
    ),
    reading(list_users, ADMINISTRATOR_ALONE, lambda s, a: list_users(s, a, now=NOW)),
    reading(show_user, ADMINISTRATOR_ALONE, lambda s, a: show_user(s, a, "u-pam", now=NOW)),
    row(disable_user, ADMINISTRATOR_ALONE, lambda s, a: disable_user(s, a, "u-pam", now=NOW)),
    row(
        disable_user,
        "!! ... ..... .! .",
        lambda s, a: disable_user(s, a, "u-ada", now=NOW),
        title="the last administrator",
    ),
    row(
        enable_user,
        ADMINISTRATOR_ALONE,
        lambda s, a: enable_user(s, a, "u-gus", now=NOW),
        title="Gus",
    ),
    row(
        grant_role,
        ADMINISTRATOR_ALONE,
        lambda s, a: grant_role(s, a, "u-pam", Role.HR, now=NOW),
    ),
    row(
        grant_role,
        "!! ... ..... .! .",
        lambda s, a: grant_role(s, a, "u-ada", Role.HR, now=NOW),
        title="to Ada",
    ),
    row(
        revoke_role,
        ADMINISTRATOR_ALONE,
        lambda s, a: revoke_role(s, a, "u-hugo", Role.HR, now=NOW),
        title="from Hugo",
    ),
    row(
        revoke_role,
        "!! ... ..... .! .",
        lambda s, a: revoke_role(s, a, "u-ada", Role.ADMINISTRATOR, now=NOW),
        title="from Ada",
    ),
    # messages
    reading(read_inbox, USERS, lambda s, a: read_inbox(s, a, now=NOW), title="of one's own"),
    reading(
        read_inbox,
        "!! Y.. ..... .. .",
        lambda s, a: read_inbox(s, a, user="u-pam", now=NOW),
        title="of Pam",
    ),
    reading(count_unread, USERS, lambda s, a: count_unread(s, a, now=NOW)),
    reading(mark_read, USERS, lambda s, a: mark_read(s, a, now=NOW)),
    reading(
        send_mail,
        PLANNER_ALONE,
        lambda s, a: send_mail(s, settings(9), actor=a, now=NOW - YEARS),
    ),
    # what is known of somebody
    reading(see_profile, "!! Y.. Y.... YY .", lambda s, a: see_profile(s, a, "pam", now=NOW)),
    reading(
        see_profile,
        "!! ... ..... .. .",
        lambda s, a: see_profile(s, a, "zoe", now=NOW),
        title="of nobody",
    ),
    reading(
        see_preferences, "!! Y.. Y.... Y. .", lambda s, a: see_preferences(s, a, "pam", now=NOW)
    ),
    # calendars
    row(make_feed, "!! Y.. ..... .. .", lambda s, a: make_feed(s, a, "pam", now=NOW)),
    row(
        make_feed,
        "!! YYY YYYYY r. .",
        lambda s, a: make_feed(s, a, now=NOW),
        title="of one's own",
    ),
    row(
        reset_feed,
        "!! Y.. ..... .. .",
        lambda s, a: reset_feed(s, a, "pam", now=NOW),
        on="calendar",
    ),
    row(
        revoke_feed,
        "!! !.. ..... YY .",
        lambda s, a: revoke_feed(s, a, "pam", now=NOW),
        on="calendar",
    ),
    row(
        write_calendar,
        "!! Y.. Y.... Y. .",
        lambda s, a: write_calendar(s, a, "pam", out(s, "pam.ics"), now=NOW),
    ),
    # what is kept of somebody
    row(
        export_person,
        "!! Y.. Y.... Y. .",
        lambda s, a: export_person(s, a, "pam", out(s, "pam.json"), now=NOW),
    ),
    row(
        erase_person,
        "!! ..! !.... Y! .",
        lambda s, a: erase_person(s, a, "pat", now=NOW),
        title="Pat, who goes nowhere",
    ),
    row(
        erase,
        "!! ..! !.... Y! .",
        lambda s, a: erase(s, a, "pat", now=NOW),
        title="Pat, who goes nowhere",
    ),
    row(
        erase_user,
        "!! ... ..... Y! .",
        lambda s, a: erase_user(s, a, "u-hugo", now=NOW),
        title="Hugo",
    ),
    row(
        forget_old,
        PLANNER_ALONE,
        lambda s, a: forget_old(s, actor=a, now=NOW + YEARS),
    ),
    # the record
    reading(verify_record, "!! ... ..... YY .", lambda s, a: verify_record(s, a, now=NOW)),
    reading(
        list_record,
        "!! YY. YYY.. Y. .",
        lambda s, a: told(s, a, "request.approve"),
        title="of decisions",
        on="applied",
    ),
    reading(
        list_record,
        "!! YY. ..... Y. .",
        lambda s, a: told(s, a, "request.ask"),
        title="of requests",
        on="applied",
    ),
    reading(
        list_record,
        "!! Y.. ..... .Y .",
        lambda s, a: told(s, a, "feed.make"),
        title="of secret addresses",
        on="calendar",
    ),
)
