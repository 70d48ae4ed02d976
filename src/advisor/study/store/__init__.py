"""Where a learner's work is kept: one code path for a file on this machine and for a PostgreSQL server."""
