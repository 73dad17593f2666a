"""How many examples the tests try that take long over each."""

from __future__ import annotations

from hypothesis import settings

_EACH = settings().max_examples
FEWER = settings(max_examples=max(10, _EACH // 3))
