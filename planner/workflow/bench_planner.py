"""Measure the planner: on problems drawn to size and on organisations, and over time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.bench import (
    OBVIOUS,
    PLANNER,
    Case,
    Comparison,
    Growth,
    Measuring,
    NotARecordingError,
    Recording,
    Run,
    compare,
    drawn_case,
    folder_case,
    from_document,
    growth,
    measure,
    to_document,
)
from planner.bench.machine import machine
from planner.domain import BadInput
from planner.exchange import write_text
from planner.workflow.destinations import check_destinations
from planner.workflow.refusals import fault, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.domain import Finding

__all__ = ["Asked", "Benched", "Comparison", "Growth", "Run", "bench_planner", "compare_benches"]

SIZES = ("60x8x12", "300x15x26", "1000x42x26")
"""What is measured unless something else is asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to measure. ``density`` to ``decay`` hold for sizes that do not say otherwise."""

    sizes: Sequence[str] = ()
    folders: Sequence[Path] = ()
    seconds: float = 60.0
    workers: int | None = None
    seed: int = 0
    density: float = 8.0
    scarcity: float = 1.0
    target_share: float | None = None
    decay: float = 0.5
    obvious: bool = True


@dataclass(frozen=True, slots=True)
class Benched:
    """What was measured, and how the time grows with the number of people."""

    recording: Recording
    growth: tuple[Growth, ...]


def bench_planner(
    asked: Asked,
    save: Path | None = None,
    *,
    tell: Callable[[str], None] = lambda _words: None,
    done: Callable[[Run], None] = lambda _run: None,
) -> Benched:
    """Measure every case and keep what was measured.

    Parameters
    ----------
    save : Path, optional
        Where it is kept. The file is written after each run, so that nothing is lost when
        somebody stops the rest.
    tell : callable
        Told in a few words what begins.
    done : callable
        Given each run as soon as it has ended.

    Raises
    ------
    BadInput
        If a size or an organisation cannot be used as it is, or the file cannot be written.
    """
    cases = _cases(asked)
    if save is not None:
        for organisation in asked.folders or [save.parent / f"{save.name}.organisation"]:
            check_destinations({"--save": save}, organisation)
    models = (PLANNER, OBVIOUS) if asked.obvious else (PLANNER,)
    measuring = Measuring(asked.workers, asked.seed, models, tell)
    recording = Recording(datetime.now(UTC).date().isoformat(), machine())
    for case in cases:
        for run in measure(case, measuring):
            recording = replace(recording, runs=(*recording.runs, run))
            if save is not None:
                text = json.dumps(to_document(recording), indent=2, ensure_ascii=False)
                write_text(save, text + "\n")
            done(run)
    return Benched(recording, tuple(growth(recording.runs)))


def _cases(asked: Asked) -> list[Case]:
    """Return what is asked for as cases; tell every one that is wrong at once."""
    cases: list[Case] = []
    findings: list[Finding] = []
    sizes = asked.sizes or (() if asked.folders else SIZES)
    for size in sizes:
        try:
            case = drawn_case(
                size,
                asked.seconds,
                density=asked.density,
                scarcity=asked.scarcity,
                target_share=asked.target_share,
                decay=asked.decay,
            )
        except ValueError as error:
            remedy = (
                "Write people x departments x periods, such as 1000x42x26 or 1000x42x26,time=30"
            )
            findings.append(fault("--size", str(error), remedy, size))
            continue
        cases.append(case)
    for folder in asked.folders:
        if folder.exists():
            cases.append(folder_case(folder, asked.seconds))
        else:
            message = "does not exist"
            findings.append(fault(str(folder), message, "Name a folder or workbook that is there"))
    if findings:
        raise BadInput(findings)
    return cases


def compare_benches(old: Path, new: Path) -> Comparison:
    """Compare two files of measurements, row by row and stage by stage.

    Raises
    ------
    BadInput
        If one of them holds no measurements.
    """
    return compare(_read(old), _read(new))


def _read(file: Path) -> Recording:
    try:
        document: Any = json.loads(file.read_text(encoding="utf-8"))
        return from_document(document)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        raise refused(str(file), reason, "Name a file that planner bench --save wrote") from error
    except ValueError as error:
        reason = str(error) if isinstance(error, NotARecordingError) else "it is no JSON"
        raise refused(str(file), reason, "Name a file that planner bench --save wrote") from error
