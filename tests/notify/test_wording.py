"""Every kind of notice has its words, its readers, and no gap in what it says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.notices import Notice, NoticeKind
from planner.notify import AUDIENCES, message_of
from planner.notify.languages import LANGUAGES, language
from planner.notify.plan_changes import ChangeKind
from planner.notify.wording import Language, in_words
from tests.notify.notices import NOW, a_request, about, one_of_each

EACH = pytest.mark.parametrize("notice", one_of_each(), ids=lambda notice: notice.kind)
IN_EACH_LANGUAGE = pytest.mark.parametrize(
    "words", LANGUAGES.values(), ids=lambda words: words.code
)


def test_the_examples_hold_every_kind() -> None:
    assert {notice.kind for notice in one_of_each()} == set(NoticeKind)


def test_every_kind_says_who_is_told() -> None:
    assert set(AUDIENCES) == set(NoticeKind)
    assert all(AUDIENCES.values())


@IN_EACH_LANGUAGE
def test_a_language_is_complete(words: Language) -> None:
    english = language("en")
    assert set(words.notices) == set(NoticeKind)
    assert set(words.changes) == set(ChangeKind)
    assert set(words.asks) == set(english.asks)
    assert set(words.nouns) >= set(english.nouns)


@IN_EACH_LANGUAGE
def test_a_language_speaks_of_the_same_facts_as_english(words: Language) -> None:
    def facts(patterns: tuple[str, ...]) -> set[str]:
        found = (name for each in patterns for _, name, *_ in Formatter().parse(each))
        return {name for name in found if name}

    english = language("en")
    for kind, wording in words.notices.items():
        same = english.notices[kind]
        assert facts((wording.subject, *wording.sentences)) == facts(
            (same.subject, *same.sentences)
        )


@IN_EACH_LANGUAGE
@EACH
def test_subjects_are_full_and_sentences_end(notice: Notice, words: Language) -> None:
    said = in_words(notice, words)
    wanted = {name for _, name, *_ in Formatter().parse(words.notices[notice.kind].subject) if name}
    assert wanted <= set(notice.facts)
    assert 10 <= len(said.subject) <= 90
    assert said.sentences
    for sentence in said.sentences:
        assert re.fullmatch(r"[^{}]+[.:]", sentence)
        assert not re.search(r"\d{4}-\d\d", sentence), "a day that is not in words"
        assert "  " not in sentence


@EACH
def test_names_are_told_and_ids_are_not(notice: Notice) -> None:
    told = message_of(notice)
    assert not re.search(r"\b(e\d|m1|u\d|FIN|SAL|j1|3f2a)\b", told.subject + told.text)


@EACH
def test_links_lead_to_the_app_and_nowhere_else(notice: Notice) -> None:
    assert re.fullmatch(
        r"[a-z]+(\?[a-z]+=[A-Za-z0-9%_.~-]+(&[a-z]+=[A-Za-z0-9%_.~-]+)*)?", notice.link
    )


@EACH
def test_facts_can_be_kept_as_json(notice: Notice) -> None:
    assert json.loads(json.dumps([dict(notice.facts), list(notice.items)])) == [
        dict(notice.facts),
        list(notice.items),
    ]


def test_keys_tell_all_notices_apart_and_are_short() -> None:
    keys = [notice.key for notice in one_of_each()]
    assert len(set(keys)) == len(keys)
    long = replace(one_of_each()[0], thing="plan " + "long " * 200)
    longer = replace(long, thing=long.thing + "er")
    assert max(map(len, [*keys, long.key, longer.key])) <= 200
    assert long.key != longer.key


def test_a_sentence_about_nothing_is_left_out() -> None:
    plain, deputy = about().waiting("u4"), about().waiting("u4", holder="m1")
    assert message_of(plain).text.splitlines() == [
        "What is asked: Ada Ohm and Ben Ode swap Finance (1 to 14 March 2027) "
        "and Sales (5 to 18 April 2027).",
        "Decide by 3 February 2027, or the request expires.",
    ]
    assert "You may decide because you stand in for Mia Boss." in message_of(deputy).text


def test_no_notice_of_a_request_repeats_its_comment() -> None:
    assert a_request().comment
    assert not [n for n in one_of_each() if a_request().comment in json.dumps(dict(n.facts))]


@given(name=st.text(max_size=60))
def test_a_name_is_a_name_whatever_is_in_it(name: str) -> None:
    notice = replace(about().partner_accepted("u1"), facts={"partner": name + "x"})
    subject = message_of(notice).subject
    assert subject.endswith(" accepts your request")
    assert not re.search(r"[\x00-\x1f\x7f\x85\u2028\u2029\u202a-\u202e\u2066-\u2069]", subject)


@pytest.mark.parametrize("name", ["{reason}", "{0}", "{partner.__class__}", "{", "}", "%s"])
def test_a_name_is_never_a_pattern(name: str) -> None:
    notice = Notice(
        NoticeKind.PARTNER_ACCEPTED, "u1", "request 1", "1", {"partner": name, "reason": "no"}, NOW
    )
    assert message_of(notice).subject == f"{name} accepts your request"


def test_an_unknown_language_is_answered_in_english() -> None:
    assert language("tlh") is language("en")
