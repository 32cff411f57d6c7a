"""A process to be killed while it reserves, run by `test_reservation.py`.

With the argument `make` it draws the scene and prints the token of an API client. With
`reserve FIRST COUNT` it holds tube 1 from A to C for one day after the other, each day under a key
of its own, and prints `try N` before and `got N` after each.
"""

from __future__ import annotations

import datetime as dt
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def make() -> None:
    from django.db import transaction

    from accounts.models import Organisation
    from accounts.services import client as clients
    from accounts.services import token as tokens
    from tests.builders import make_cable, make_organisation
    from tests.reservations.conftest import make_scene

    with transaction.atomic():
        scene = make_scene()
        make_cable(scene.network, "A-B-C", inside=scene.tube(2), code="K")
        city = make_organisation()
        client = clients.make(code="city", name="City", organisation=city, role="planner")
        Organisation.objects.update(max_holds=1_000_000)
        print(tokens.issue(client=client, days=1).text)


def reserve_days(first: int, count: int) -> None:
    from accounts.models import User
    from assets.models import Duct
    from network.periods import Period
    from reservations.services.requested import Stretch
    from reservations.services.reserve import reserve

    tube = Duct.objects.get(code="RV.01")
    user = User.objects.get(memberships__organisation__code="nord")
    unit = Stretch(tube.pk, tube.start_site_id, tube.end_site_id)
    for number in range(first, first + count):
        day = dt.date(2030, 1, 1) + dt.timedelta(days=number)
        print("try", number, flush=True)
        reserve(units=[unit], period=Period(day, day), idempotency_key=f"k{number}", by=user)
        print("got", number, flush=True)


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "make":
        make()
    else:
        reserve_days(int(sys.argv[2]), int(sys.argv[3]))
