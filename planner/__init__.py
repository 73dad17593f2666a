"""Rotation Planner: everything about people and their work with placement plans."""
