"""Geometry goes out as finished GeoJSON in WGS84, made by PostGIS, and comes in as GeoJSON."""

from __future__ import annotations

import math
from typing import Any

import graphene
import orjson
from django.contrib.gis.db.models.functions import AsGeoJSON, Transform
from graphql import (
    FloatValueNode,
    GraphQLError,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
)

from gis import srid
from network.drawn_ways import DIGITS
from registry_api.plan import Column


class GeoJSON(graphene.Scalar):
    """A GeoJSON geometry (RFC 7946): WGS84, longitude before latitude."""

    @staticmethod
    def serialize(value: Any) -> Any:
        # The text from the database goes into the answer as it is, without being read again.
        return orjson.Fragment(value) if isinstance(value, str) else value

    @staticmethod
    def parse_value(value: Any) -> Any:
        if not isinstance(value, dict):
            raise GraphQLError("A GeoJSON geometry must be an object.")
        return value

    @staticmethod
    def parse_literal(node: ValueNode, variables: Any = None) -> Any:
        return GeoJSON.parse_value(_literal(node))


def _literal(node: ValueNode) -> Any:
    if isinstance(node, ObjectValueNode):
        return {field.name.value: _literal(field.value) for field in node.fields}
    if isinstance(node, ListValueNode):
        return [_literal(item) for item in node.values]
    if isinstance(node, StringValueNode):
        return node.value
    if isinstance(node, IntValueNode | FloatValueNode):
        number = float(node.value)
        return number if math.isfinite(number) else None
    return None


def geometry_column(path: str = "geom", **options: Any) -> Column:
    """The geometry in a column as GeoJSON."""
    return Column(GeoJSON, AsGeoJSON(Transform(path, srid.WEB), precision=DIGITS), **options)
