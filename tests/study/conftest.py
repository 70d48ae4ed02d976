"""What the tests of the study parts share: a clock that is set by hand, items of their own, and both kinds of store."""

from __future__ import annotations

import datetime
import getpass
import itertools
import os
import shutil
import socket
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from advisor import advisor_at
from advisor.advise import Advisor
from advisor.rulebase.schema import RuleBase
from advisor.study.model import Item, ItemReason
from advisor.study.pool import Pool
from advisor.study.store.store import Store

NOON = datetime.datetime(2026, 11, 28, 12, 0, tzinfo=datetime.UTC)


class HandClock:
    """A clock that stands still until it is set."""

    def __init__(self, moment: datetime.datetime = NOON) -> None:
        self.moment = moment

    def __call__(self) -> datetime.datetime:
        return self.moment

    def advance(self, **by: float) -> datetime.datetime:
        self.moment += datetime.timedelta(**by)
        return self.moment


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def advisor_now() -> Advisor:
    return advisor_at(NOON.date())


@pytest.fixture(scope="session")
def base(advisor_now: Advisor) -> RuleBase:
    return advisor_now.snapshot.base


def small_item(base: RuleBase, decision: str, right: int, number: int = 0) -> Item:
    """An item that asks for one option of a decision; its stem is too short to be read too fast."""
    options = base.decisions[decision].options[:4]
    letters = dict(zip("ABCD", options, strict=False))
    return Item(
        id=f"{decision}/{right}/{number}",
        decision=decision,
        stem=f"Case {number}: {decision}?",
        options={letter: base.things[name].name for letter, name in letters.items()},
        answer=("ABCD"[right],),
        reasons={
            letter: ItemReason(rule=f"{name}--cannot--x", text=f"{name} cannot.") for letter, name in letters.items()
        },
        rulebase=base.version,
        tasks=base.decisions[decision].tasks,
        things=letters,
    )


@pytest.fixture(scope="session")
def pool(base: RuleBase) -> Pool:
    """Two items for each option of each decision."""
    items = [
        small_item(base, name, right, number)
        for name, decision in base.decisions.items()
        for right in range(min(4, len(decision.options)))
        for number in range(2)
    ]
    return Pool(base, items)


# --- stores --------------------------------------------------------------------------------------------------------


def postgres_programs() -> Path | None:
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


def _as_postgres(*command: str) -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)


def _skip(why: str) -> NoReturn:
    """A warning is printed even where skipped tests are only counted."""
    why = f"the tests of the store on PostgreSQL are skipped: {why}"
    warnings.warn(why, pytest.PytestWarning, stacklevel=2)
    pytest.skip(why)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a throw-away PostgreSQL server; skips where the programs are missing."""
    programs = postgres_programs()
    if programs is None:
        _skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    if os.geteuid() == 0 and subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode:
        _skip("there is no user `postgres` to run PostgreSQL as")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="advisor-postgres-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    data = str(folder / "data")

    def run(*command: str) -> None:
        subprocess.run(_as_postgres(*command), check=True, capture_output=True, timeout=120, cwd=folder)

    run(str(programs / "initdb"), "-D", data, "-A", "trust", "-U", user, "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    # Its output must not go to our pipe, which the server would keep open.
    subprocess.run(
        _as_postgres(str(programs / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start"),
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, cwd=folder,
    )  # fmt: skip
    try:
        yield f"postgresql://{user}@127.0.0.1:{port}/postgres"
    finally:
        run(str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


_NUMBERS = itertools.count()


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The place of an empty store: a file, and a database on a server."""
    if request.param == "sqlite":
        return str(tmp_path / "study.sqlite")
    server: str = request.getfixturevalue("postgres_server")
    import psycopg

    name = f"study_{next(_NUMBERS)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.rpartition("/")[0] + f"/{name}"


@pytest.fixture
def open_store(where: str) -> Iterator[Callable[..., Store]]:
    """Opens the store once more, as another window does."""
    opened: list[Store] = []

    def more(learner: str = "ann") -> Store:
        opened.append(Store(where, learner))
        return opened[-1]

    yield more
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[..., Store]) -> Store:
    return open_store()


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[Store]:
    """A store in a file, where the kind does not matter."""
    found = Store(str(tmp_path / "study.sqlite"), "ann")
    yield found
    found.close()
