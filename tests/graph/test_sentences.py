from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from planner.domain import Organisation, Plan
from planner.graph import read_insights, sentences
from tests.graph.small import a_dependency, a_placement, an_organisation


def told(organisation: Organisation, plan: Plan | None = None) -> tuple[str, ...]:
    return sentences(read_insights(organisation, plan), organisation)


def named(organisation: Organisation, *names: str) -> Organisation:
    departments = zip(organisation.departments, names, strict=True)
    return replace(organisation, departments=tuple(replace(d, name=n) for d, n in departments))


def test_a_pair_in_plain_words() -> None:
    organisation = named(
        an_organisation(a_dependency("A", "B"), a_dependency("B", "A")),
        "Payroll",
        "Stores",
        "Archive",
    )
    plan = Plan.of([a_placement("a1", "B")])
    assert told(organisation, plan) == (
        "3 departments and 2 dependencies: 0 walked by as many people as asked for, 0 by nobody.",
        "The organisation leans on Payroll: 1 of 2 other departments depends on it directly, "
        "and it carries 50% of the importance of all dependencies.",
        "The organisation leans on Stores: 1 of 2 other departments depends on it directly, "
        "and it carries 50% of the importance of all dependencies.",
        "Among what matters most: Payroll depends on Stores (importance 1).",
        "Among what matters most: Stores depends on Payroll (importance 1).",
        "Among what is missed most: Payroll depends on Stores, and 1 of the 2 people asked for "
        "has walked it.",
        "Among what is missed most: Stores depends on Payroll, and 1 of the 2 people asked for "
        "has walked it.",
        "Payroll and Stores depend on each other: it goes both ways.",
        "Only Person A1 has walked what Stores does for Payroll and what Payroll does for "
        "Stores: if Person A1 leaves, that is lost.",
        "Archive is in no dependency: it receives and sends nobody.",
    )


def test_a_circle_a_chain_and_an_island() -> None:
    edges = ["AB", "BC", "CA", "DA", "EF"]
    found = told(an_organisation(*(a_dependency(*e) for e in edges), departments="ABCDEF"))
    assert (
        "It goes round: Department A depends on Department B, Department B depends on "
        "Department C, and Department C depends on Department A."
    ) in found
    assert (
        "The weightiest chain: Department D depends on Department A, which depends on "
        "Department B, which depends on Department C."
    ) in found
    assert "Department E and Department F have no link to the rest: they are an island." in found


def test_a_long_chain_is_cut_short() -> None:
    edges = ["AB", "BC", "CD", "DE", "EF", "FG", "GH"]
    found = told(an_organisation(*(a_dependency(*e) for e in edges), departments="ABCDEFGH"))
    (chain,) = [sentence for sentence in found if "chain" in sentence]
    assert chain.endswith(
        "which depends on Department F, and so on to Department H, 2 departments further."
    )


def test_what_there_is_too_much_of_is_counted() -> None:
    found = told(an_organisation(departments="ABCDEFGH"))
    assert found[0] == "8 departments, and none depends on another."
    assert found[-1] == "3 more departments are in no dependency."
    assert len(found) == 7


def test_departments_that_share_a_name_are_told_apart() -> None:
    organisation = named(an_organisation(a_dependency("A", "B")), "Shop", "Shop", "")
    assert "Among what matters most: Shop (A) depends on Shop (B) (importance 1)." in told(
        organisation
    )
    assert "C is in no dependency: it receives and sends nobody." in told(organisation)


@given(
    st.lists(st.permutations("ABCDEF").map(lambda p: tuple(p[:2])), unique=True),
    st.lists(st.tuples(st.sampled_from(["a1", "b1", "f2"]), st.sampled_from("ABCDEF"))),
)
def test_whatever_is_told_ends_in_a_full_stop_and_fits_a_page(
    pairs: list[tuple[str, str]], visits: list[tuple[str, str]]
) -> None:
    organisation = an_organisation(*(a_dependency(*p) for p in pairs), departments="ABCDEF")
    found = told(organisation, Plan.of([a_placement(*visit) for visit in visits]))
    assert found
    assert len(found) <= 40
    assert all(sentence.endswith(".") and "  " not in sentence for sentence in found)
    assert len(set(found)) == len(found)
