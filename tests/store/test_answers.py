"""Answers: kept by their key, as JSON, until they are forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from planner.store import Store

NOW = datetime(2027, 1, 4, tzinfo=UTC)


@pytest.mark.parametrize("answer", [None, 0, "ü🧀", [1, [2]], {"a": None}, 1.5, True])
def test_an_answer_comes_back(store: Store, answer: Any) -> None:
    assert store.write(lambda unit: unit.answers.put("k", answer, NOW)) == answer
    with store.read() as unit:
        assert unit.answers.get("k") == (answer,)
        assert unit.answers.get("K") is None


def test_a_number_that_json_does_not_know_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="JSON"):
        store.write(lambda unit: unit.answers.put("k", float("nan"), NOW))


def test_old_answers_are_forgotten(store: Store) -> None:
    for days in range(3):
        moment = NOW + timedelta(days=days)
        store.write(lambda unit, at=moment: unit.answers.put(f"{at.day}", 1, at))  # type: ignore[misc]
    assert store.write(lambda unit: unit.answers.forget(NOW + timedelta(days=2))) == 2
    with store.read() as unit:
        assert [unit.answers.get(key) for key in ("4", "5", "6")] == [None, None, (1,)]
