"""The tubes of a bundle: which bundle a delivered tube was made in, and tubes nobody delivers."""

from collections import Counter

import numpy as np

from gis.importing.batch import Batch
from gis.importing.context import Context
from gis.importing.table import objects
from gis.importing.targets import Counts


def set_bundle(context: Context, batch: Batch, inside: np.ndarray, known: dict[str, int]) -> None:
    """Fill "bundle_id" and "number" where the duct a row lies in is a bundle; count where
    unnumbered.
    """
    context.cursor.execute(
        "SELECT d.id FROM assets_duct d JOIN assets_ducttype t ON t.id = d.type_id"
        " WHERE t.kind = 'bundle' AND d.id = ANY (%s)",
        [list(known.values())],
    )
    bundles = {key for (key,) in context.cursor.fetchall()}
    keys = [known.get(id_) for id_ in inside]
    numbers = batch.columns.get("number", np.full(len(batch), None, dtype=object)).copy()
    seen: Counter[int] = Counter()
    for row, key in enumerate(keys):
        if key in bundles:
            seen[key] += 1
            numbers[row] = numbers[row] or seen[key]
    batch.columns["number"] = numbers
    batch.columns["bundle_id"] = objects([key if key in bundles else None for key in keys])


def make(context: Context, bundles: list[int]) -> Counts:
    """Make the tubes of these bundles by their type, along all their sections; return the
    number made.
    """
    if not bundles:
        return Counts()
    values = {"bundles": bundles, "source": context.source_system}
    context.cursor.execute(
        """
        INSERT INTO assets_duct
            (public_id, code, name, owner_id, operator_id, used_by_id, life_cycle, valid_from,
             valid_to, publication, provenance, source_system, source_id, imported_version,
             project_id, type_id, start_site_id, end_site_id, bundle_id, number,
             commercial_availability)
        SELECT gen_random_uuid(), left(b.code, 74) || '.' || lpad(m.number::text, 2, '0'), '',
               b.owner_id, b.operator_id, b.used_by_id, b.life_cycle, b.valid_from, b.valid_to,
               b.publication, 'computed', b.source_system, b.source_id || '#' || m.number, 1,
               b.project_id, m.tube_type_id, b.start_site_id, b.end_site_id, b.id, m.number,
               b.commercial_availability
        FROM assets_duct b JOIN assets_bundlemember m ON m.bundle_type_id = b.type_id
        WHERE b.id = ANY (%(bundles)s) AND b.source_system = %(source)s
        ORDER BY b.id, m.number
        """,
        values,
    )
    made = context.cursor.rowcount
    context.cursor.execute(
        """
        INSERT INTO assets_ductsection
            (duct_id, segment_id, rank, reversed, parent_id, level, position, is_live)
        SELECT d.id, s.segment_id, s.rank, s.reversed, s.id, s.level + 1, d.number, true
        FROM assets_duct d JOIN assets_ductsection s ON s.duct_id = d.bundle_id
        WHERE d.bundle_id = ANY (%(bundles)s) ORDER BY d.id, s.rank
        """,
        values,
    )
    return Counts(created=made)
