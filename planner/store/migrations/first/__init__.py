"""The first tables, by subject."""
