"""The builders draw what they say, and what they draw satisfies the database."""

import pytest
from django.db import connection

from assets.models import CableSection, DuctSection
from network.models import Holder
from tests.builders import make_bundle, make_cable, make_line_network, make_user

pytestmark = pytest.mark.django_db


def test_a_drawn_network_holds_a_bundle_and_a_cable() -> None:
    """A--B--C with a bundle A-B-C; a cable in its first tube, drawn from C to A."""
    network = make_line_network("A-B-C, B-D")
    bundle = make_bundle(network, "A-B-C", tubes=3)
    tube = bundle.tubes.get(number=1)
    cable = make_cable(network, "C-B-A", inside=tube)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert set(network.segments) == {"A-B", "B-C", "B-D"}
    assert DuctSection.objects.count() == 2 * 4
    assert CableSection.objects.filter(cable=cable, reversed=True, laying="duct").count() == 2
    assert Holder.objects.get(cable=cable).lines.filter(inside=False).count() == 2


def test_users_have_the_capabilities_of_their_role() -> None:
    assert make_user("contractor_editor").write_area is not None
    assert not make_user("partner").is_staff
