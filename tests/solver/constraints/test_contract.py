"""What every rule has to keep: one test over all files of the folder."""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING

import pytest

from solver import Violation, check
from solver.constraints import Rule, all_rules
from solver.objectives import all_aims
from tests.solver.fixed import counts_fit, fits

if TYPE_CHECKING:
    from solver.examples import Example

RULES = all_rules().values()
EXAMPLES = [
    pytest.param(rule, example, kept, id=f"{rule.name}: {example.shows}")
    for rule in RULES
    for kept, examples in ((True, rule.kept), (False, rule.broken))
    for example in examples
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_documented(rule: Rule) -> None:
    documentation = importlib.import_module(f"solver.constraints.{rule.name}").__doc__ or ""
    title, sentence, *rest = documentation.split("\n\n")
    assert title.endswith(".")
    assert len(sentence) > 30
    assert any(re.search(r"^    .*(<=|>=|=)", part, re.MULTILINE) for part in rest)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_its_explanation_speaks_of_what_a_violation_holds(rule: Rule) -> None:
    fields = set(re.findall(r"{(\w+)[:}]", rule.explanation))
    assert fields
    assert fields <= set(Violation.__dataclass_fields__)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_has_examples_and_says_itself_to_a_model(rule: Rule) -> None:
    assert rule.kept
    assert rule.broken
    assert rule.admits or rule.posted


@pytest.mark.parametrize(("rule", "example", "kept"), EXAMPLES)
def test_the_checker_agrees(rule: Rule, example: Example, kept: bool) -> None:
    found = [*rule.violations(example.problem, example.plan)]
    assert bool(found) != kept
    assert {violation.rule for violation in found} <= {rule.name}
    assert all(row < len(example.plan) for v in found for row in v.placements)


@pytest.mark.parametrize(("rule", "example", "kept"), EXAMPLES)
def test_the_model_agrees(rule: Rule, example: Example, kept: bool) -> None:
    assert fits(example.problem, example.plan, rule.name) == kept


LEGAL = [
    pytest.param(example, id=f"{rule.name}: {example.shows}")
    for rule in RULES
    for example in rule.kept
    if not check(example.problem, example.plan)
]


def test_most_rules_have_an_example_that_keeps_all_rules() -> None:
    assert len(LEGAL) > len(RULES)


@pytest.mark.parametrize("example", LEGAL)
def test_counting_cuts_off_no_legal_plan(example: Example) -> None:
    best = counts_fit(example.problem, example.plan)
    for name, units in best.items():
        aim = all_aims()[name]
        value = aim.value(example.problem, example.plan) * aim.unit(example.problem)
        assert aim.sense * (units - value) >= -1e-7 * aim.unit(example.problem) - 1e-6
