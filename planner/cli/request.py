"""`planner request ...`: ask for changes of the plan that holds, answer them, look at them."""

from __future__ import annotations

from collections.abc import Callable

import typer

from planner.cli import request_answer, request_ask, request_look

Command = Callable[..., None]
HELP = {"help_option_names": ["-h", "--help"]}

request = typer.Typer(
    name="request",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    context_settings=HELP,
    help="Ask for a change of the published plan, answer colleagues, see where requests stand.",
)
ask = typer.Typer(
    name="ask",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    context_settings=HELP,
    help="Ask to swap, give away, move or drop a placement.",
)
_ASKING: tuple[Command, ...] = (
    request_ask.swap,
    request_ask.give,
    request_ask.move,
    request_ask.drop,
)
_LOOKING: tuple[tuple[str, Command], ...] = (
    ("list", request_look.list_requests),
    ("show", request_look.show),
    ("alternatives", request_look.alternatives),
    ("partners", request_look.partners),
    ("pool", request_look.pool),
)
_ANSWERING: tuple[Command, ...] = (
    request_answer.send,
    request_answer.accept,
    request_answer.decline,
    request_answer.claim,
    request_answer.pick,
    request_answer.withdraw,
    request_answer.revert,
)
for command in _ASKING:
    ask.command(epilog=request_ask.EXAMPLES[command.__name__])(command)
request.add_typer(ask)
for name, command in _LOOKING:
    request.command(name, epilog=request_look.EXAMPLES[name])(command)
for command in _ANSWERING:
    request.command(epilog=request_answer.EXAMPLES[command.__name__])(command)
