"""The record calls employees by pseudonyms: who is behind them, as long as that is known."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.domain import Entry
    from planner.domain.organisation import Id
    from planner.store import Unit

_PSEUDONYM = re.compile(r"\bperson-[0-9a-f]{12}\b")


def resolved(unit: Unit, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries with employee ids in place of pseudonyms.

    The pseudonyms of people who were erased stay. The digests are those of what is kept.
    """
    told = tuple(entries)
    texts = [_text(entry) for entry in told]
    behind = unit.aliases.behind(name for text in texts for name in _PSEUDONYM.findall(text))

    def shown(text: str) -> str:
        return _PSEUDONYM.sub(lambda found: behind.get(found[0], found[0]), text)

    return tuple(
        replace(
            entry,
            on_behalf_of=None if entry.on_behalf_of is None else shown(entry.on_behalf_of),
            thing=shown(entry.thing),
            facts={name: shown(value) for name, value in entry.facts.items()},
        )
        for entry in told
    )


def _text(entry: Entry) -> str:
    return "\n".join((entry.on_behalf_of or "", entry.thing, *entry.facts.values()))


def people_in(unit: Unit, entries: Iterable[Entry]) -> Iterator[frozenset[Id]]:
    """Yield the employees that each entry is about: those it names, and a request's parties."""
    requests: dict[str, frozenset[Id]] = {}
    told = tuple(entries)
    names = {name for entry in told for name in _PSEUDONYM.findall(_text(entry))}
    behind = unit.aliases.behind(names)
    for entry in told:
        people = {behind[name] for name in _PSEUDONYM.findall(_text(entry)) if name in behind}
        noun, _, id = entry.thing.partition(" ")
        if noun == "request":
            if id not in requests:
                requests[id] = _parties(unit, id)
            people |= requests[id]
        yield frozenset(people)


def _parties(unit: Unit, request_id: str) -> frozenset[Id]:
    request = unit.requests.find(request_id)
    if request is None:
        return frozenset()
    return frozenset({request.requester, request.partner} - {None})  # type: ignore[arg-type]
