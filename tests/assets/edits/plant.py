"""All rows of the plant, to compare what an edit and its undoing left."""

import json

from django.db import connection

TABLES = (
    "assets_site", "assets_segment", "assets_duct", "assets_ductsection", "assets_cable",
    "assets_cablesection", "assets_gateway", "assets_antenna", "assets_document",
    "network_ductjoint", "network_ductjointend", "network_heldunit", "network_damage",
)  # fmt: skip


def plant():
    """Every row of the plant with its ids, without what counts up; the lines of the ledger."""
    rows = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                f"SELECT COALESCE(jsonb_agg(to_jsonb(t) - '{{version,updated_at}}'::text[]"
                f" ORDER BY id)::text, '[]') FROM {table} t"
            )
            rows[table] = json.loads(cursor.fetchone()[0])
        cursor.execute(
            "SELECT section_id, period::text, exclusive, inside, room_mm2, key = 0"
            " FROM network_claimline WHERE section_id IS NOT NULL ORDER BY 1, 2, 3, 4, 5, 6"
        )
        rows["lines"] = cursor.fetchall()
        cursor.execute("SELECT cable_id, number, number_in_tube FROM assets_strand ORDER BY 1, 2")
        rows["strands"] = cursor.fetchall()
    return rows


def ids(*assets):
    return ",".join(str(one.public_id) for one in assets)
