"""What people do with the planner, one verb a file.

A verb holds the order of work (read, plan, write) and returns what came of it. It prints
nothing, so that the command line and the app can both stand on it. Import a verb from its
own file: `planner check` then starts without loading what only `planner solve` needs.
"""
