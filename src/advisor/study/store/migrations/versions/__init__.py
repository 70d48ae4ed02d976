"""The changes of the tables, oldest first; Alembic runs them when a store is opened."""
