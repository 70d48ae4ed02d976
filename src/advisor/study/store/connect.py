"""From a path or an address to a database that is ready: opened, safe against a kill, and brought up to date."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import platformdirs
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from advisor.errors import InputError

_WAIT_S = 15
_LOCK = 0x61647669736F7200  # any constant: two programs that open a new PostgreSQL store take turns


def default_store() -> str:
    """ADVISOR_STORE where it is set, otherwise a file in the user's data directory."""
    named = os.environ.get("ADVISOR_STORE", "").strip()
    return named or str(Path(platformdirs.user_data_dir("aws-ml-advisor", appauthor=False)) / "study.sqlite")


def connect(where: str) -> Engine:
    """The engine of a store, its tables up to date.

    `where` is the path of a file (SQLite) or an address such as postgresql://user@host/name.
    Raises InputError where it cannot be opened; a password in the address is never shown.
    """
    url = _url(where)
    shown = url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
    try:
        engine = _engine(url)
        _bring_up_to_date(engine, shown)
    except ModuleNotFoundError:
        raise InputError.one(shown, "the PostgreSQL driver is missing", "install aws-ml-advisor[postgres]") from None
    except (OperationalError, DBAPIError, OSError) as error:
        said = str(getattr(error, "orig", None) or error).strip().splitlines()
        message = f"the store cannot be opened: {said[0] if said else type(error).__name__}"
        raise InputError.one(shown, message, "name another with --store or ADVISOR_STORE") from None
    return engine


def _url(where: str) -> URL:
    remedy = "name a file, or an address such as postgresql://user@host/name"
    if "://" not in where:
        return URL.create("sqlite", database=str(Path(where).expanduser().absolute()))
    try:
        url = make_url(where)
        backend = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise InputError.one("store", "the address of the store cannot be read", remedy) from None
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and url.database:
        return url
    raise InputError.one("store", f"a store in {backend} is not supported", remedy)


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": _WAIT_S})
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": _WAIT_S})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # sqlite3 would begin transactions by itself, too late for a safe update
        connection.execute(f"PRAGMA busy_timeout = {_WAIT_S * 1000}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # with WAL, less than this may lose a commit to a power cut
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Who only reads does not wait for a writer; who writes takes the lock at once, so that no update is lost.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _bring_up_to_date(engine: Engine, shown: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    head = script.get_current_head()
    with engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == head:
            return
    with engine.execution_options(writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        now = MigrationContext.configure(connection).get_current_revision()
        known = {revision.revision for revision in script.walk_revisions()}
        if now is not None and now not in known:
            raise InputError.one(shown, "the store was made by a newer version of the advisor", "update the advisor")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
