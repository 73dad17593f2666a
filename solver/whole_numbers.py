"""Programs in which some variables have to be whole, solved by HiGHS through MathOpt.

MathOpt rather than `scipy.optimize.milp`, as that offers no way to solve the first relaxation by
the interior point method: on counts the simplex takes thirty times as long.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

if TYPE_CHECKING:
    from solver.linear import Program
    from solver.problem import FloatArray

DONE = (
    mathopt.TerminationReason.OPTIMAL,
    mathopt.TerminationReason.FEASIBLE,
)
NONE = (
    mathopt.TerminationReason.INFEASIBLE,
    mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED,
)
"""Unbounded there is none: every variable has a largest value."""

LONGEST = 1e7
"""Seconds of a search that has no limit of its own."""

FAILURES = (RuntimeError, AttributeError)
"""HiGHS gave up on a program. MathOpt promises the first; where it meets an error while it builds
that one, the second comes out."""


def search(program: Program) -> tuple[FloatArray | None, float, bool]:
    """Search for the best whole values.

    Returns
    -------
    values : (V,) float or None
        The best ones found, whole where they have to be but for a tolerance.
    bound : float
        No values cost less, but for a tolerance. Minus infinity where HiGHS fails.
    impossible : bool
        Whether there are no values at all.
    """
    model = mathopt.Model.from_model_proto(_stated(program))
    result = _solved(model, program)
    if result is None:
        # Its presolve fails on some small programs that no values satisfy; without, it does not.
        result = _solved(model, program, mathopt.Emphasis.OFF)
    if result is None:
        return None, -np.inf, False
    reason, bound = result.termination.reason, result.termination.objective_bounds.dual_bound
    if reason in NONE:
        return None, np.inf, True
    if reason not in DONE:
        return None, bound, False
    found = result.variable_values(list(model.variables()))
    return np.array(found), bound, False


def _solved(
    model: mathopt.Model, program: Program, presolve: mathopt.Emphasis | None = None
) -> mathopt.SolveResult | None:
    """Return what HiGHS says of a model, or None where it gives up."""
    parameters = mathopt.SolveParameters(
        time_limit=datetime.timedelta(seconds=min(program.seconds, LONGEST)),
        relative_gap_tolerance=program.gap,
        node_limit=program.nodes,
        presolve=presolve,
    )
    parameters.highs.string_options["mip_lp_solver"] = "ipm"
    try:
        return mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters)
    except FAILURES:
        return None


def _stated(program: Program) -> model_pb2.ModelProto:
    """Return a program as MathOpt states it, a list at a time and not a variable at a time."""
    stated = model_pb2.ModelProto()
    size = len(program.cost)
    variables, rows = stated.variables, stated.linear_constraints
    variables.ids.extend(range(size))
    variables.lower_bounds.extend([0.0] * size)
    variables.upper_bounds.extend(program.highest.astype(np.float64).tolist())
    variables.integers.extend((np.arange(size) < program.whole).tolist())
    priced = np.flatnonzero(program.cost)
    stated.objective.linear_coefficients.ids.extend(priced.tolist())
    stated.objective.linear_coefficients.values.extend(program.cost[priced].tolist())
    rows.ids.extend(range(len(program.lower)))
    rows.lower_bounds.extend(program.lower.tolist())
    rows.upper_bounds.extend(program.upper.tolist())
    matrix = program.matrix.copy()
    matrix.sum_duplicates()
    matrix.sort_indices()
    matrix.eliminate_zeros()
    entries = stated.linear_constraint_matrix
    entries.row_ids.extend(np.repeat(rows.ids, np.diff(matrix.indptr)).tolist())
    entries.column_ids.extend(matrix.indices.tolist())
    entries.coefficients.extend(matrix.data.tolist())
    return stated
