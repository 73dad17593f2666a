"""Writing a file wholly or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from planner.exchange.faults import one_fault

if TYPE_CHECKING:
    from collections.abc import Mapping


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8, so that it holds the whole new text or all of the old one.

    Parameters
    ----------
    path : Path
        The file; a file that is there already is replaced.
    text : str
        Its content. Line ends are written as they are.

    Raises
    ------
    BadInput
        If the file cannot be written there (no such folder, no permission, disk full).
    """
    write_files({path: text.encode("utf-8")})


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write files, none of which is replaced before all of them are safely on the disk.

    Raises
    ------
    BadInput
        If one of them cannot be written; none has been replaced then, unless replacing
        itself failed.
    """
    staged: list[tuple[Path, Path]] = []
    path = Path()
    try:
        for path, content in contents.items():
            target = Path(os.path.realpath(path))
            if _is_device(target):
                target.write_bytes(content)
                continue
            temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.tmp")
            staged.append((temporary, target))
            _write_through(temporary, content)
            if target.is_file():
                shutil.copymode(target, temporary)
        for temporary, target in staged:
            temporary.replace(target)
        for folder in {target.parent for _, target in staged}:
            _sync_folder(folder)
    except OSError as error:
        raise one_fault(
            str(path),
            f"cannot be written: {error.strerror or error}",
            "Choose a file name in a folder that exists, that you may write to, "
            "and that has room left",
        ) from error
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)


def _is_device(path: Path) -> bool:
    """Tell whether a path is something like a terminal or a pipe, which cannot be replaced."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _write_through(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new names themselves durable, where the system lets a folder be opened."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)
