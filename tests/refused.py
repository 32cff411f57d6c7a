"""Expect a refusal: of the database by constraint, of a service by code."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, transaction

from gis.refusals import Refusal


@contextmanager
def refused_by(*constraints: str) -> Iterator[None]:
    """The block must fail on one of these constraints; what it wrote is rolled back."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        yield
    diagnosis = getattr(caught.value.__cause__, "diag", None)
    assert getattr(diagnosis, "constraint_name", None) in constraints, str(caught.value)


@contextmanager
def refused_as(code: str) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """The block must raise a `Refusal` with this code."""
    with pytest.raises(Refusal) as caught:
        yield caught
    assert caught.value.code == code, caught.value
