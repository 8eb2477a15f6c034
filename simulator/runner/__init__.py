"""Runs cases: builds a world for each, plays its steps, and keeps the result."""
