"""An editor who may write everywhere."""

import pytest

from accounts.models import User
from tests.builders import make_user


@pytest.fixture
def editor(db: None) -> User:
    return make_user("editor")
