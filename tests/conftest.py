"""The test session: real servers, the application's own database rights, and nothing forgiven.

Warnings are errors, an undefined template variable fails, the network ends at this machine, and the business
date stands still.
"""

import atexit
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ["DEPLOYMENT"] = "test"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's sync API keeps a loop in the main thread
os.environ.setdefault("BUSINESS_DATE", "2022-01-12")
# A database, cache and folder of files of its own for every process of tests, beside those of the demo.
_OWN = "_".join(
    filter(None, (os.environ.get("TEST_DB_SUFFIX", "main"), os.environ.get("PYTEST_XDIST_WORKER")))
)
os.environ["TEST_DB_SUFFIX"] = _OWN
_FILES = tempfile.mkdtemp(prefix=f"files-{_OWN}-")
atexit.register(shutil.rmtree, _FILES, ignore_errors=True)
os.environ["FILES_ROOT"] = _FILES

import django  # noqa: E402
import pytest  # noqa: E402

# Here and not in a hook: a conftest below may be read before any hook runs, and reads models.
django.setup()

from django.conf import settings as project  # noqa: E402

# The settings may have been read before this file, with the name that all processes of a session inherit: then one
# would empty the cache under another's test.
project.CACHES["default"]["KEY_PREFIX"] = f"yz-test{_OWN}"

# WhiteNoise warns of a missing folder; nothing is collected for tests.
Path(project.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


# What takes longest begins first, so that two workers end at the same time.
LONGEST = (
    "tests/security/test_matrix.py",
    "tests/browser/test_journey.py",
    "tests/imports/test_many.py",
    "tests/pages/test_speed.py",
    "tests/security/test_query_budgets.py",
    "tests/jobs/test_recovery.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.split("::")[0], len(LONGEST)))


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Nothing: the suffix is in the name that ``django_db_setup`` gives."""


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker) -> Iterator[None]:
    from django.conf import settings
    from django.test import TransactionTestCase

    from tests.support import database

    name = f"test_{settings.DATABASES['owner']['NAME']}_{_OWN}"
    with django_db_blocker.unblock():
        database.create(name)
    # Django would empty the tables through the application's connection, which may not.
    TransactionTestCase._fixture_teardown = lambda self: database.empty()
    yield
    with django_db_blocker.unblock():
        database.drop(name)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections leave this machine for nothing; loopback and Unix sockets are the servers under test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "unix"
        if host not in ("unix", "127.0.0.1", "::1", "localhost"):
            raise RuntimeError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """No test sees what another has cached. By prefix: clearing would empty the demo's Redis too."""
    yield
    from django.conf import settings
    from django.core.cache import cache

    client = cache._cache.get_client()
    keys = list(client.scan_iter(f"{settings.CACHES['default']['KEY_PREFIX']}:*", count=1000))
    if keys:
        client.delete(*keys)
