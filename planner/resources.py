"""Where the files are that come with the program: the sample organisation and the page.

A wheel carries them inside the package; a checkout, and an editable install of it, keeps
them at its top, where people look for them.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def sample_folder() -> Path:
    """Return the folder of the sample organisation.

    Raises
    ------
    FileNotFoundError
        If it is missing, which means that the installation is incomplete.
    """
    return _find(_PACKAGE / "_data" / "sample", _PACKAGE.parent / "data" / "sample")


def start_page() -> Path:
    """Return the script that `streamlit run` starts.

    Raises
    ------
    FileNotFoundError
        If it is missing, which means that the installation is incomplete.
    """
    return _find(_PACKAGE / "_data" / "app.py", _PACKAGE.parent / "app.py")


def _find(*places: Path) -> Path:
    for place in places:
        if place.exists():
            return place
    looked = " and ".join(str(place) for place in places)
    raise FileNotFoundError(
        f"a file of the program is missing; looked for {looked}. Install rotation-planner again"
    )
