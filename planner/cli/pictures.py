"""Pictures made of letters: the calendar, the matrix and bars, as wide as the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from planner.present.colours import COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.cli.screen import Column
    from planner.present.calendar import Calendar
    from planner.present.matrix import Matrix
    from planner.present.rows import Row, Stretch

WIDEST_NAME, WIDEST_PERIOD = 26, 5


def bar(value: float, width: int = 12) -> str:
    """Return a bar for a share in [0, 1]."""
    filled = round(value * width)
    return "━" * filled + "╌" * (width - filled)


def calendar(calendar: Calendar, width: int, *, coloured: bool) -> Iterator[Text]:
    """Return the lines of a calendar that is at most ``width`` letters wide.

    A narrow terminal gets fewer letters for a period, down to several periods for a letter.
    """
    if not calendar.rows:
        yield Text("Nobody is placed anywhere.")
        return
    names = min(WIDEST_NAME, max(len(row.name) for row in calendar.rows), max(8, width // 3))
    scale = _Scale(calendar.periods, max(8, width - names - 2))
    yield Text(" " * (names + 2) + _heading(calendar, scale), style="dim")
    for home, rows in calendar.homes:
        yield Text(home, style="bold")
        for row in rows:
            yield Text(f"{_cut(row.name, names)}  ") + _line(row, scale, coloured=coloured)
    yield Text()
    keys = [
        Text(" ").join((_host(h.short, h.number, coloured), Text(h.name))) for h in calendar.hosts
    ]
    yield Text(",  ").join(keys)
    yield Text(". at home, ~ absent on some day", style="dim")


class _Scale:
    """Where periods begin in a line of letters."""

    def __init__(self, periods: int, room: int) -> None:
        self.letters = min(WIDEST_PERIOD, room // periods) if room >= periods else room / periods

    def at(self, period: int) -> int:
        return int(period * self.letters + 1e-9)


def _heading(calendar: Calendar, scale: _Scale) -> str:
    line, period = "", 0
    for month in calendar.months:
        room = scale.at(period + month.periods) - scale.at(period)
        text = month.text if len(month.text) < room else month.text.split(" ")[0]
        line += f"{text[: max(0, room - 1)]:<{room}}"
        period += month.periods
    return line.rstrip()


def _line(row: Row, scale: _Scale, *, coloured: bool) -> Text:
    line = Text()
    for stretch in row.stretches:
        room = scale.at(stretch.first + stretch.periods) - scale.at(stretch.first)
        if stretch.kind != "placement":
            line.append(("~" if stretch.kind == "absent" else ".") * room, style="dim")
        elif room:
            line.append_text(_visit(stretch, room, coloured))
    return line


def _visit(stretch: Stretch, room: int, coloured: bool) -> Text:
    # A gap tells two visits in a row apart; where there is no room for one, letters do.
    body = room - 1 if room > len(stretch.text) else room
    filler = " " if coloured else "-"
    letters = f"{stretch.text[:body]:{filler}<{body}}"
    return _host(letters, stretch.host, coloured) + " " * (room - body)


def _host(letters: str, number: int, coloured: bool) -> Text:
    style = f"black on {COLOURS[number % len(COLOURS)]}" if coloured else ""
    return Text.assemble((letters, style))


def _cut(name: str, width: int) -> str:
    return f"{name:<{width}}" if len(name) <= width else name[: width - 1] + "…"


def matrix(matrix: Matrix, width: int) -> Iterator[tuple[list[Column], list[list[str]]]]:
    """Return tables with all home departments as rows and as many hosts as fit as columns."""
    names = max((len(row.name) for row in matrix.rows), default=0) + 2
    at_once = max(1, (width - names) // 7)
    for first in range(0, len(matrix.hosts), at_once):
        hosts = matrix.hosts[first : first + at_once]
        columns: list[Column] = [("Home", "left"), *((short, "right") for short, _ in hosts)]
        rows = [
            [row.name, *(_cell(cell.text, cell.linked) for cell in row.cells[first:][:at_once])]
            for row in matrix.rows
        ]
        yield columns, rows


def _cell(text: str, linked: bool) -> str:
    return text or ("." if linked else "")
