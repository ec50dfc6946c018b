"""A clerk of a community at the window."""

import pytest

from apps.accounts.models import User
from tests.factories import DONGSHENG, community_of, make_user
from tests.support.accounts import browser


@pytest.fixture
def community() -> str:
    return community_of(DONGSHENG)


@pytest.fixture
def clerk(community) -> User:
    return make_user("何静", "window_clerk", community)


@pytest.fixture
def window(clerk):
    return browser(clerk)
