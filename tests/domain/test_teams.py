"""Who manages whom."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.teams import Teams
from tests.domain.company import TEAMS


def test_a_team_is_direct() -> None:
    assert TEAMS.team_of("pia") == {"pam", "pat"}
    assert TEAMS.team_of("boss") == {"pia", "sam", "fay", "mona"}
    assert TEAMS.team_of("pam") == frozenset()


def test_the_manager_is_the_one_of_the_row() -> None:
    assert TEAMS.manager_of("pam") == "pia"
    assert TEAMS.manager_of("boss") is None
    assert TEAMS.manager_of("nobody we know") is None


def test_a_department_is_managed_by_who_manages_most_of_its_people() -> None:
    assert TEAMS.manager_of_department("payroll") == "pia"
    assert TEAMS.departments_of("pia") == {"payroll"}


def test_of_two_who_manage_as_many_the_smaller_id_manages_the_department() -> None:
    heads = {"zoe": None, "ann": None, "e1": "zoe", "e2": "ann"}
    teams = Teams.from_rows((who, "A" if head else "Z", head, None) for who, head in heads.items())
    assert teams.manager_of_department("A") == "ann"
    assert teams.departments_of("zoe") == frozenset()
    assert teams.is_manager("zoe")


def test_nobody_manages_a_department_without_managers() -> None:
    assert TEAMS.manager_of_department("archive") is None
    assert TEAMS.manager_of_department("no such department") is None


def test_nobody_manages_themselves_and_strangers_manage_nobody() -> None:
    teams = Teams.from_rows([("a", "A", "a", None), ("b", "A", "gone", None)])
    assert teams.manager_of("a") is None
    assert teams.manager_of("b") is None
    assert not teams.is_manager("a")
    assert not teams.is_manager("gone")


def test_who_has_left_is_told_by_the_day_after_the_last() -> None:
    teams = Teams.from_rows([("a", "A", None, date(2027, 3, 1)), ("b", "A", None, None)])
    assert not teams.has_left("a", date(2027, 3, 1))
    assert teams.has_left("a", date(2027, 3, 2))
    assert not teams.has_left("b", date(2099, 1, 1))


def test_homes_and_strangers() -> None:
    assert TEAMS.home_of("sue") == "sales"
    assert TEAMS.home_of("stranger") is None
    assert TEAMS.knows("sue")
    assert not TEAMS.knows("stranger")


IDS = st.sampled_from("abcdefgh")
ROWS = st.dictionaries(
    IDS, st.tuples(st.sampled_from("XYZ"), st.none() | IDS), min_size=1, max_size=8
)


@given(ROWS)
def test_teams_are_what_the_rows_say(rows: dict[str, tuple[str, str | None]]) -> None:
    teams = Teams.from_rows((who, home, head, None) for who, (home, head) in rows.items())
    heads = {who: head for who, (_, head) in rows.items() if head is not None and head in rows}
    heads = {who: head for who, head in heads.items() if who != head}
    for who in rows:
        assert teams.manager_of(who) == heads.get(who)
        assert teams.team_of(who) == {each for each, head in heads.items() if head == who}
        assert teams.is_manager(who) == (who in heads.values())
    for department in "XYZ":
        votes = Counter(heads[who] for who in heads if rows[who][0] == department)
        most = [who for who, count in votes.items() if count == max(votes.values())]
        head = teams.manager_of_department(department)
        assert head == (min(most) if most else None)
        if head is not None:
            assert department in teams.departments_of(head)


def test_240_000_people_are_prepared_once_and_asked_often() -> None:
    rows = [
        (f"e{number}", f"d{number // 100}", f"e{number // 10}" if number else None, None)
        for number in range(240_000)
    ]
    begun = time.process_time()
    teams = Teams.from_rows(rows)
    prepared = time.process_time()
    managers = sum(teams.manager_of(row[0]) is not None for row in rows)
    asked = time.process_time()
    assert managers == 239_999
    assert prepared - begun < 10
    assert asked - prepared < 2
