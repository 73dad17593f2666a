#!/usr/bin/env python3
"""Set up and run Rotation Planner from a checkout, with nothing but Python.

::

    python3 dev.py sample    plan the sample organisation; the result goes to out/
    python3 dev.py app       start the pages for the browser (it prints their address)
    python3 dev.py test      run the tests (--quick leaves out the slow ones)
    python3 dev.py check     check style, types and import directions

Each command first makes the virtual environment .venv and installs what it needs there,
unless that was done before. Whatever follows the command is handed on: `test -k pins`,
`sample --time-limit 20`, `check lint types`.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST, TOO_NEW = (3, 11), (3, 15)
"""The Pythons that can be used: from OLDEST on, below TOO_NEW."""

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OUT = ROOT / "out"
INTERRUPTED = 130

CHECKS = {
    "lint": ["ruff", "check"],
    "format": ["ruff", "format", "--check"],
    "types": ["mypy"],
    "contracts": ["lint-imports"],
    "hooks": ["pre_commit", "validate-config"],
}
"""The checks by name. The pre-commit hooks run them by these names too."""

SPREAD = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile"]
"""Tests run on all cores, a file at a time: what a file's tests share is made once.

No more than four at once, as many tests let a solver use two cores. A later `-n 0` undoes it.
"""


class Stop(Exception):  # noqa: N818 - it is no error of the program but the end of the run
    """Ends the run with a message that says what to do."""


def python_fault(version: "tuple[int, ...]") -> "str | None":
    """Return what is wrong with a Python version, or None if it can be used."""
    if OLDEST <= tuple(version[:2]) < TOO_NEW:
        return None
    found, oldest, newest = (
        ".".join(str(part) for part in parts)
        for parts in (version[:2], OLDEST, (TOO_NEW[0], TOO_NEW[1] - 1))
    )
    return (
        f"Rotation Planner needs Python {oldest} to {newest}; this is Python {found} "
        f"({sys.executable}).\nInstall a Python in that range and run this command with it, "
        f"for example: python{oldest} dev.py"
    )


# Before anything that an old Python cannot read: hence the quotes above, and only there.
if __name__ == "__main__" and python_fault(tuple(sys.version_info[:3])):
    sys.exit(python_fault(tuple(sys.version_info[:3])))


def run(command: list[str], quiet: bool = False) -> int:
    """Run a command in the checkout and return its exit status.

    Ctrl-C reaches the command as well: it gets the time to finish in order, so that a plan
    that was found is still written.
    """
    output = subprocess.DEVNULL if quiet else None
    with subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


def program(name: str) -> str:
    """Return the path of a program in the virtual environment."""
    if os.name == "nt":
        return str(VENV / "Scripts" / f"{name}.exe")
    return str(VENV / "bin" / name)


def fingerprint(extra: str) -> str:
    """Return what the installed environment depends on, in one line."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((ROOT / name).read_bytes())
    return f"{extra} {digest.hexdigest()}"


def prepare(extra: str = "") -> None:
    """Make the virtual environment and install what is needed, unless that was done.

    Parameters
    ----------
    extra : str
        The extra of pyproject.toml to install as well, or "" for none.
    """
    stamp = VENV / "installed.txt"
    installed = stamp.read_text(encoding="utf-8").splitlines() if stamp.exists() else []
    if fingerprint(extra) in installed and Path(program("python")).exists():
        return
    base = fingerprint("")
    if base not in installed or not Path(program("python")).exists():
        make_environment()
        installed = []
    print("Installing the libraries into .venv (the first time takes a while) ...", flush=True)
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    pip = [program("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    constraints = ["--constraint", str(ROOT / "constraints.txt")]
    if run([*pip, *constraints, "--editable", target]) != 0:
        raise Stop(
            "The libraries could not be installed; the lines above say why.\n"
            "Most often it is the network: check that this computer reaches the package index "
            "(behind a proxy, set HTTPS_PROXY), that the disk has room, then run this again."
        )
    installed = [*installed, base, fingerprint(extra)]
    stamp.write_text("\n".join(dict.fromkeys(installed)) + "\n", encoding="utf-8")


def make_environment() -> None:
    """Make an empty virtual environment, in place of an outdated one."""
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    wanted = ".".join(map(str, sys.version_info[:2]))
    remedy = (
        f"On Debian and Ubuntu: sudo apt-get install python{wanted}-venv. Elsewhere, use a "
        "complete Python, for example from python.org. Then run this again."
    )
    if missing:
        raise Stop(f"This Python comes without {' and '.join(missing)}.\n{remedy}")
    shutil.rmtree(VENV, ignore_errors=True)
    print("Making the virtual environment .venv ...", flush=True)
    if run([sys.executable, "-m", "venv", str(VENV)]) != 0:
        raise Stop(f"The virtual environment {VENV} could not be made.\n{remedy}")


def sample(arguments: list[str]) -> int:
    """Plan the sample organisation and write plan, report and page into out/."""
    prepare()
    OUT.mkdir(exist_ok=True)
    planner, organisation = program("planner"), str(ROOT / "data" / "sample")
    plan, report, page = OUT / "plan.csv", OUT / "report.json", OUT / "plan.html"
    for old in (plan, report, page):
        old.unlink(missing_ok=True)
    files = ["--out", str(plan), "--report", str(report)]
    solved = run([planner, "solve", organisation, *files, *arguments])
    if solved not in (0, INTERRUPTED) or not plan.exists():
        return solved or 1
    shown = run([planner, "show", organisation, str(plan), "--html", str(page)], quiet=True)
    if shown:
        return shown
    print("\nThe plan of the sample organisation is ready:")
    for path, purpose in (
        (page, "calendar and coverage, to open in a browser"),
        (plan, "the placements, to open in a spreadsheet"),
        (report, "how good the plan is, and how well that is proven"),
    ):
        print(f"  {path}: {purpose}")
    return solved


def app(arguments: list[str]) -> int:
    """Start the pages for the browser, until Ctrl-C."""
    prepare()
    return run([program("python"), "-m", "streamlit", "run", str(ROOT / "app.py"), *arguments])


def test(arguments: list[str]) -> int:
    """Run the tests: all of them, or with --quick without the slow ones."""
    prepare("dev")
    quick = "--quick" in arguments
    rest = [argument for argument in arguments if argument != "--quick"]
    os.environ.setdefault("PLANNER_EXAMPLES", "quick" if quick else "thorough")
    chosen = ["-m", "not slow"] if quick else []
    return run([program("python"), "-m", "pytest", *SPREAD, *chosen, *rest])


def check(arguments: list[str]) -> int:
    """Run the checks that are named, or all of them, and say which failed."""
    unknown = [name for name in arguments if name not in CHECKS]
    if unknown:
        raise Stop(f"There is no check called {unknown[0]}. The checks are {', '.join(CHECKS)}.")
    prepare("dev")
    failed = []
    for name in arguments or CHECKS:
        print(f"== {name}", flush=True)
        tool, *options = CHECKS[name]
        if tool == "lint-imports":
            command = [program(tool)]
        else:
            command = [program("python"), "-m", tool, *options]
        if run(command) != 0:
            failed.append(name)
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


COMMANDS = {"sample": sample, "app": app, "test": test, "check": check}


def main(arguments: list[str]) -> int:
    """Run one command and return its exit status: 0 done, 1 failed, 2 wrong use."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print((__doc__ or "").strip())
        return 0 if arguments else 2
    name, *rest = arguments
    if name not in COMMANDS:
        print(f"There is no command called {name}. The commands are {', '.join(COMMANDS)}.")
        return 2
    try:
        return COMMANDS[name](rest)
    except Stop as stop:
        print(stop, file=sys.stderr)
    except OSError as error:
        print(f"This did not work: {error}. Mend that and run this again.", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return INTERRUPTED
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
