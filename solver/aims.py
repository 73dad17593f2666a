"""The aims by name, in the order in which they count unless told otherwise."""

AIMS = (
    "requirements",
    "coverage",
    "reach",
    "stability",
    "economy",
    "preferences",
    "earliness",
)
