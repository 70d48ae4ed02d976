"""Checks on the rule base itself."""
