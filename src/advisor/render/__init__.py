"""Advice and rules in the forms people read."""
