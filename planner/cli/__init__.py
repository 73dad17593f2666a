"""The command line: `planner --help` lists the commands, `planner.cli.app` holds them.

Nothing is imported here but the clock, so that `planner --help` answers at once. Exit
status: 0 done; 1 something went wrong that nobody was prepared for; 2 bad input, refused or
not found; 3 the rules leave no plan; 4 no plan was found in the time; 5 somebody else was
first, nothing was changed; 130 stopped by the user.
"""

import sys

from planner.cli.clock import process_started

__all__ = ["main"]


def main() -> None:
    """Run the command that the arguments of the process name, and end with its status."""
    started = process_started()
    try:
        from planner.cli.app import run

        status = run(sys.argv[1:], started)
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)
