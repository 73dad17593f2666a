"""The steps by which the tables came to be what they are; a step that was released never changes.

A new step is a file in ``versions`` with a number of its own, which `planner.store.revisions`
lists too. Tests compare what the steps make with what the code describes.
"""
