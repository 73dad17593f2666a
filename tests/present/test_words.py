from __future__ import annotations

from datetime import date

import pytest

from planner.domain import AIMS, AimOutcome, Status
from planner.domain.aim_names import AIM_NAMES
from planner.present import words


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2027, 1, 4), date(2027, 1, 4), "4 Jan 2027"),
        (date(2027, 1, 4), date(2027, 1, 17), "4 to 17 Jan 2027"),
        (date(2027, 1, 25), date(2027, 2, 7), "25 Jan to 7 Feb 2027"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 Dec 2026 to 3 Jan 2027"),
    ],
)
def test_days_say_month_and_year_as_often_as_needed(first: date, last: date, text: str) -> None:
    assert words.days(first, last) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0.0 %"), (0.912, "91.2 %"), (0.9996, "99.9 %"), (1.0, "100.0 %")]
)
def test_a_hundred_per_cent_is_said_of_the_whole_only(value: float, text: str) -> None:
    assert words.share(value) == text


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ((), ""),
        (("A",), "A"),
        (("A", "B"), "A and B"),
        (("A", "B", "C"), "A, B and C"),
        (("A", "B", "C", "D"), "A, B and 2 more"),
    ],
)
def test_lists_read_as_a_sentence(names: tuple[str, ...], text: str) -> None:
    assert words.listed(names, at_most=3) == text


def test_what_steers_a_terminal_or_turns_text_round_is_taken_out() -> None:
    assert words.plain("a\x1b[31mb\u202ec\nd") == "a [31mb c d"


@pytest.mark.parametrize(
    ("aim", "text"),
    [
        (AimOutcome("coverage", 0.9), "not proven"),
        (AimOutcome("coverage", 0.9, 0.9, 0.0), "proven best"),
        (AimOutcome("coverage", 0.9, 0.912, 0.0132), "proven: at most 91.20 %, gap 1.32 %"),
        (AimOutcome("economy", 20, 18, 0.1), "proven: at least 18, gap 10.00 %"),
    ],
)
def test_proofs_are_told_in_words(aim: AimOutcome, text: str) -> None:
    assert words.aim_proof(aim) == text


def test_every_aim_and_every_status_has_words() -> None:
    assert set(AIM_NAMES) == set(AIMS)
    assert set(words.STATUS) == set(Status)


@pytest.mark.parametrize(
    ("aim", "ends"),
    [
        (AimOutcome("coverage", 0.9), "How much more is possible is not known."),
        (AimOutcome("coverage", 0.9, 0.9, 0.0), "No plan can cover more."),
        (AimOutcome("coverage", 0.9, 0.95, 0.05), "more than 95.00 %"),
    ],
)
def test_coverage_is_told_with_what_could_be(aim: AimOutcome, ends: str) -> None:
    sentence = words.coverage_sentence(aim, 0.25)

    assert sentence.startswith("Coverage rises from 25.0 % to 90.00 %.")
    assert ends in sentence


@pytest.mark.parametrize(
    ("amount", "days", "text"),
    [(26, 7, "26 weeks"), (1, 1, "1 day"), (6, 14, "6 periods of 14 days")],
)
def test_periods_are_called_what_people_call_them(amount: int, days: int, text: str) -> None:
    assert words.periods(amount, days) == text
