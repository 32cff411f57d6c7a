"""The network as small scales show it: drawn coarse beforehand, kept right from a queue.

Derived by network_generalise_due(); nobody else writes here. A block is the tile two levels finer
than the level it is for, so that sixteen blocks make a tile.
"""

from __future__ import annotations

from django.contrib.gis.db import models

from gis import srid


class Generalised(models.Model):
    """Abstract base. `level` is the tile level it is drawn for, `free_class` the best in it."""

    level = models.PositiveSmallIntegerField()
    block_x = models.IntegerField()
    block_y = models.IntegerField()
    free_class = models.PositiveSmallIntegerField(null=True)

    class Meta:
        abstract = True


class GeneralisedLine(Generalised):
    """Where segments of one class and life cycle run in a block, on the level's grid."""

    life_cycle = models.CharField(max_length=20)
    geom = models.MultiLineStringField(srid=srid.TILE, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["level", "block_x", "block_y"], name="generalised_line_block")
        ]


class GeneralisedCell(Generalised):
    """A cell of the partners' corridor, `i` and `j` its number east and north in EPSG:25832."""

    i = models.IntegerField()
    j = models.IntegerField()
    geom = models.PolygonField(srid=srid.TILE, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["level", "block_x", "block_y"], name="generalised_cell_block")
        ]


class GeneralisationQueue(models.Model):
    """Blocks of the finest level to be drawn anew; append-only, so that writers never wait here."""

    block_x = models.IntegerField()
    block_y = models.IntegerField()
