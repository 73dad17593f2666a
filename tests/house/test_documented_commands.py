"""Commands in the documents, in help texts and in messages are the commands that there are."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest
import typer

from planner.cli.app import app
from tests.house.helpers import CHECKOUT, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

REFERENCE = CHECKOUT / "docs" / "commands.md"
PAGES = sorted([*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")])
ROOT = typer.main.get_command(app)
SHARED = {"database", "as_user"}
"""Options of every command that uses the database; shown once for all."""

FENCE = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"`(planner [^`]+)`")
PLACEHOLDER = re.compile(r"[A-Z]{3,}")


def commands_in(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words of every command: also of a group that does something by itself."""
    inner = getattr(command, "commands", None)
    if inner is None or (path and command.invoke_without_command):
        yield path
    for name, each in (inner or {}).items():
        yield from commands_in(each, (*path, name))


def found(line: str) -> tuple[tuple[str, ...], Any, list[str]]:
    """Return the command that a line runs: its words, itself, and what it is given."""
    words = shlex.split(line, comments=True)[1:]
    command: Any = ROOT
    path: list[str] = []
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words[0]]
        path.append(words.pop(0))
    return tuple(path), command, words


def parse(line: str) -> tuple[tuple[str, ...], set[str]]:
    """Return the command that a line runs, and the parameters it gives; run nothing.

    Parsing fails where a word or option is unknown, one is missing, or a value is of the wrong
    kind.
    """
    path, command, words = found(line)
    assert path in set(commands_in(ROOT)), f"there is no command {line!r}"
    context = command.make_context(path[-1], words)
    given = {
        name
        for name in context.params
        if context.get_parameter_source(name).name in ("COMMANDLINE",)
    }
    return path, given


def lines_of(page: Path) -> list[str]:
    blocks = FENCE.findall(page.read_text(encoding="utf-8"))
    return [line for block in blocks for line in block.splitlines() if line.startswith("planner ")]


@pytest.fixture(autouse=True)
def _nobody_set_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PLANNER_")]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(CHECKOUT).as_posix())
def test_every_command_that_a_page_shows_can_be_given_like_that(page: Path) -> None:
    assert faults(lines_of(page)) == []


@pytest.mark.parametrize("path", sorted(commands_in(ROOT)), ids=" ".join)
def test_every_command_shows_examples_that_can_be_given(path: tuple[str, ...]) -> None:
    *_, command, rest = found(f"planner {' '.join(path)}")
    examples = SPAN.findall(command.epilog or "")
    assert not rest
    assert examples, "its help ends without an example"
    assert faults(examples) == []
    assert {found(line)[0] for line in examples} >= {path}


def test_the_reference_shows_every_command_with_every_argument_and_option() -> None:
    shown: dict[tuple[str, ...], set[str]] = {path: set() for path in commands_in(ROOT)}
    for line in lines_of(REFERENCE):
        path, given = parse(line)
        shown[path] |= given
    missing = {
        " ".join(path): sorted(
            parameters_of(path) - given - (SHARED if path != ("cycles",) else set())
        )
        for path, given in shown.items()
    }
    assert {path: names for path, names in missing.items() if names} == {}


def test_the_readme_shows_the_way_through_every_part_of_the_work() -> None:
    shown = {found(line)[0][0] for line in lines_of(CHECKOUT / "README.md")}
    rare = {"bench", "scenarios", "calendar-link", "clock"}
    assert set(ROOT.commands) - shown <= rare  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(CHECKOUT).as_posix())
def test_commands_named_in_prose_exist(page: Path) -> None:
    prose = FENCE.sub("", page.read_text(encoding="utf-8"))
    spans = {" ".join(span.split()) for span in SPAN.findall(prose)}
    assert unknown(spans) == []


def test_messages_name_commands_that_exist() -> None:
    groups = [name for name, each in ROOT.commands.items() if hasattr(each, "commands")]  # type: ignore[attr-defined]
    named = re.compile(rf"\bplanner (?:{'|'.join(groups)}) [a-z-]+(?: [a-z]+)?")
    told = {
        text
        for path in sources("planner")
        for text in named.findall(path.read_text(encoding="utf-8"))
    }
    assert len(told) > 20
    assert unknown(told) == []


def test_every_variable_of_the_environment_is_documented() -> None:
    name = r"PLANNER_[A-Z]+(?:_[A-Z]+)*"
    read = {
        found
        for path in [*sources("planner", "tests"), CHECKOUT / "dev.py"]
        for found in re.findall(f'"({name})"', path.read_text(encoding="utf-8"))
    }
    told = {found for page in PAGES for found in re.findall(name, page.read_text(encoding="utf-8"))}
    assert {"PLANNER_DATABASE_URL", "PLANNER_SMTP_URL", "PLANNER_TEST_POSTGRES"} <= read
    assert read == told


def faults(lines: Iterable[str]) -> list[str]:
    """Return the lines that cannot be given, with what is wrong."""
    wrong = []
    for line in lines:
        try:
            parse(line)
        except Exception as error:
            wrong.append(f"{line}: {error}")
    return wrong


def unknown(texts: Iterable[str]) -> list[str]:
    """Return the texts that begin with words of no command, or name an option it does not have."""
    wrong = []
    for text in sorted(texts):
        path, command, rest = found(text.partition("|")[0].replace("...", ""))
        is_group = hasattr(command, "commands")
        options = {option for parameter in command.params for option in parameter.opts}
        given = {word for word in rest if word.startswith("--")}
        named_none = is_group and rest and rest[0].islower()
        if not path or named_none or given - options - {"--help"}:
            wrong.append(text)
    return wrong


def parameters_of(path: tuple[str, ...]) -> set[str]:
    *_, command, _ = found(f"planner {' '.join(path)}")
    return {parameter.name for parameter in command.params} - {"help"}
