"""The project file promises what the tree holds."""

from __future__ import annotations

import importlib
import re
import sys
import tomllib

import dev
from planner.resources import sample_folder, start_page
from tests.house.helpers import CHECKOUT, own_files, pyproject, sources

PIN = re.compile(r"[a-z0-9._-]+==[0-9][0-9a-z.]*( ; [a-z_]+ (<|>=|==|!=) '[\w.]+')?")


def test_every_package_of_the_wheel_can_be_imported() -> None:
    for package in pyproject()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]:
        assert importlib.import_module(package).__file__


def test_the_command_leads_to_a_function() -> None:
    module, function = pyproject()["project"]["scripts"]["planner"].split(":")
    assert callable(getattr(importlib.import_module(module), function))


def test_the_wheel_takes_files_along_that_exist() -> None:
    wheel = pyproject()["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert [name for name in wheel["force-include"] if not (CHECKOUT / name).exists()] == []


def test_the_sample_is_an_organisation_folder() -> None:
    cycle = tomllib.loads((sample_folder() / "cycle.toml").read_text(encoding="utf-8"))
    assert cycle["periods"] == 26


def test_the_start_page_is_the_doorway() -> None:
    assert "planner.ui" in start_page().read_text(encoding="utf-8")


def test_every_constraint_is_a_name_and_a_version_and_nothing_else() -> None:
    lines = (CHECKOUT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not PIN.fullmatch(line)] == []


def test_every_library_that_is_asked_for_has_a_constraint() -> None:
    project = pyproject()["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(line for extra in extras for line in extra)]
    names = {re.split(r"[\[<>=]", line)[0] for line in wanted} - {project["name"]}
    lines = (CHECKOUT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert names - {line.split("==")[0] for line in lines} == set()


def test_the_changelog_knows_the_version() -> None:
    version = pyproject()["project"]["version"]
    changelog = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in changelog
    assert f"[{version}]" in changelog or version == "0.1.0"


def test_dev_and_the_project_file_agree_on_the_pythons() -> None:
    low, high = (".".join(map(str, v)) for v in (dev.OLDEST, dev.TOO_NEW))
    assert pyproject()["project"]["requires-python"] == f">={low},<{high}"


def test_no_file_outgrows_its_reader() -> None:
    long = {
        str(path.relative_to(CHECKOUT)): lines
        for path in sources("planner", "solver")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 250
    }
    assert long == {}


def test_no_file_names_the_machine_it_was_written_on() -> None:
    places = [f"{CHECKOUT}/", f"{CHECKOUT.parent}/shared", sys.prefix, "/home/", "/root/"]
    places = [place for place in places if len(place) > 4]
    guilty = [
        f"{path.relative_to(CHECKOUT)}: {place}"
        for path in own_files()
        for place in places
        if place.encode() in path.read_bytes() and path.name != "test_project.py"
    ]
    assert guilty == []
