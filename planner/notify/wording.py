"""How notices become sentences: patterns of a language, and the facts that fill them.

A pattern holds facts in braces: ``{requester}`` is put in as it is, ``{deadline:day}`` as a
day, ``{days:span}`` as a run of days, and ``{people:person}`` as a number of people. A
sentence is left out if one of its facts is missing or empty, so that facts may be optional.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import TYPE_CHECKING, Any

from planner.domain.notices import NoticeKind
from planner.domain.texts import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.domain.notices import Notice

# Nobody's name turns the rest of a sentence around.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@dataclass(frozen=True, slots=True)
class Wording:
    """The patterns of one kind of notice; ``action`` names what its link leads to."""

    subject: str
    sentences: tuple[str, ...]
    action: str = ""


@dataclass(frozen=True, slots=True)
class MailWords:
    """What stands around the notices in a mail."""

    greeting: str
    greeting_nameless: str
    digest: str
    footer: str
    link: str


@dataclass(frozen=True, slots=True)
class Language:
    """All texts of one language, and how it writes days and numbers.

    ``asks`` tells a request in a sentence, by the fact ``ask``; ``changes`` tells one item of
    a list, by its fact ``change``. ``nouns`` holds one and many of what is counted.
    """

    code: str
    day: Callable[[date], str]
    span: Callable[[date, date], str]
    nouns: Mapping[str, tuple[str, str]]
    notices: Mapping[NoticeKind, Wording]
    asks: Mapping[str, str]
    changes: Mapping[str, tuple[str, ...]]
    mail: MailWords


@dataclass(frozen=True, slots=True)
class Text:
    """A notice in words. Each part is a single line."""

    subject: str
    sentences: tuple[str, ...]
    action: str


class _MissingFactError(LookupError):
    """A sentence speaks of something that is not known."""


class _Filler(Formatter):
    """Puts facts into patterns; what stands in a fact is never a pattern itself."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
        fact = one_line(str(kwargs.get(str(key), "")).translate(_TURNING))
        if not fact:
            raise _MissingFactError(key)
        return fact

    def format_field(self, value: str, format_spec: str) -> str:
        language = self._language
        if format_spec == "day":
            return language.day(date.fromisoformat(value[:10]))
        if format_spec == "span":
            first, _, last = value.partition("/")
            return language.span(date.fromisoformat(first), date.fromisoformat(last or first))
        if format_spec:
            one, many = language.nouns[format_spec]
            return f"{value} {one if value == '1' else many}"
        return value


def in_words(notice: Notice, language: Language) -> Text:
    """Return a notice in the words of a language."""
    wording = language.notices[notice.kind]
    facts = dict(notice.facts)
    if "ask" in facts:
        facts["ask"] = _filled(language, (language.asks[facts["ask"]],), facts)
    said = [_filled(language, (each,), facts) for each in wording.sentences]
    listed = [_filled(language, language.changes[item["change"]], item) for item in notice.items]
    return Text(
        subject=_filled(language, (wording.subject,), facts) or notice.kind.replace("_", " "),
        sentences=tuple(sentence for sentence in (*said, *listed) if sentence),
        action=wording.action,
    )


def _filled(language: Language, patterns: Iterable[str], facts: Mapping[str, str]) -> str:
    """Return the patterns whose facts are all known, filled, as one line."""
    filler, found = _Filler(language), []
    for pattern in patterns:
        try:
            found.append(filler.vformat(pattern, (), facts))
        except _MissingFactError:
            continue
    return " ".join(found)
