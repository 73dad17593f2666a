"""The file that measurements are kept in."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from planner.bench import FORMAT, NotARecordingError, from_document, to_document
from planner.bench.machine import machine
from planner.bench.record import Aim
from tests.bench.small import a_recording, a_run


def test_what_is_kept_reads_back_equal() -> None:
    nothing = replace(a_run(), aims=(), improvements=(), stages={}, seconds=None, status="failed")
    recording = a_recording(a_run(), nothing)
    assert from_document(json.loads(json.dumps(to_document(recording)))) == recording


def test_the_document_says_its_format_and_what_follows_from_the_rest() -> None:
    document = to_document(a_recording())
    assert document["format"] == FORMAT == 1
    assert document["runs"][0]["last_improvement"] == 4.0
    assert document["runs"][0]["near_bound"] == 4.0


def test_keys_that_nobody_knows_are_passed_over() -> None:
    document = to_document(a_recording())
    document["mood"] = "good"
    document["runs"][0]["mood"] = "good"
    assert from_document(document) == a_recording()


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ([], "holds no measurements"),
        ({}, "holds no measurements"),
        ({"format": 99}, "its format is 99, and 1 is needed"),
        ({"format": 1}, "a part of it is missing"),
        ({"format": 1, "made_on": "", "machine": {}, "runs": [{}]}, "a part of it is missing"),
        ({"format": 1, "made_on": "", "machine": 7, "runs": []}, "has the wrong form"),
    ],
)
def test_another_document_is_refused(document: object, reason: str) -> None:
    with pytest.raises(NotARecordingError, match=reason):
        from_document(document)


@pytest.mark.parametrize(
    ("bound", "when"), [(0.9595, 3.0), (0.96, 4.0), (0.9605, None), (None, None)]
)
def test_near_is_half_a_per_cent_below_the_bound(bound: float | None, when: float | None) -> None:
    points = ((1.6, 0.2), (3.0, 0.9547026), (4.0, 0.9555))
    run = a_run(aims=(Aim("coverage", 0.9555, bound),), improvements=points)
    assert run.near_bound == when


def test_without_an_improvement_the_first_plan_is_the_last_step() -> None:
    assert a_run(improvements=()).last_improvement == 1.6


def test_the_machine_is_described_without_names_and_paths() -> None:
    facts = machine()
    assert facts["cores"] >= 1
    assert set(facts) == {"cores", "memory_mb", "system", "processor", "python", "libraries"}
    assert facts["libraries"]["ortools"]
    assert "/" not in json.dumps(facts)
