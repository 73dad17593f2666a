"""Answers that are given again when the same request comes twice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from planner.store.answer_tables import answer

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

LONGEST_KEY = 200
"""How many characters a key may have."""


class Answers:
    """What was answered to whom: one answer a key, kept as JSON."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> tuple[Any] | None:
        """Return the answer given to ``key`` in a tuple of one, or None where there is none."""
        body = self._connection.scalar(select(answer.c.body).where(answer.c.key == key))
        return None if body is None else (json.loads(body),)

    def put(self, key: str, value: Any, now: datetime) -> Any:
        """Keep an answer, and return it as it will be given the next time.

        Raises
        ------
        ValueError
            The key is empty or longer than 200 characters.
        TypeError
            The answer is nothing that JSON can hold.
        """
        if not 0 < len(key) <= LONGEST_KEY:
            raise ValueError(f"a key has 1 to {LONGEST_KEY} characters; this one has {len(key)}")
        body = json.dumps(value, allow_nan=False)
        self._connection.execute(insert(answer).values(key=key, body=body, at=now))
        return json.loads(body)

    def forget(self, before: datetime) -> int:
        """Forget the answers given before a moment; return how many there were."""
        return self._connection.execute(delete(answer).where(answer.c.at < before)).rowcount
