"""pytest's fixtures, there as soon as the package is installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .pool import LocalUserPool


@pytest.fixture(scope="session")
def local_user_pool_settings() -> str:
    """The pool's settings, TOML. Define it anew in conftest.py to have others."""
    return ""


@pytest.fixture(scope="session")
def local_user_pool(local_user_pool_settings: str) -> Iterator[LocalUserPool]:
    """A user pool for the whole run, with what tests leave in it."""
    with LocalUserPool(local_user_pool_settings) as pool:
        yield pool


@pytest.fixture
def fresh_user_pool(local_user_pool: LocalUserPool) -> LocalUserPool:
    """The same, as it was at the start."""
    local_user_pool.reset()
    return local_user_pool
