"""Clients with a secret; and the fixtures of the map, for account pages in a browser."""

import pytest

from accounts.models import ApiClient, ApiSecret
from accounts.secrets import Issued
from accounts.services import client as clients
from accounts.services import secret as secrets
from tests.builders import make_organisation
from tests.map.conftest import (
    answered,
    browser_type_launch_args,
    page_of,
)

__all__ = ["answered", "browser_type_launch_args", "page_of"]


@pytest.fixture
def oss() -> ApiClient:
    owner = make_organisation("traeger", "carrier")
    return clients.make(code="oss", name="OSS", organisation=owner, role="partner")


@pytest.fixture
def secret(oss: ApiClient) -> Issued[ApiSecret]:
    return secrets.replace(oss)
