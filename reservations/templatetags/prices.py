"""Prices in templates."""

from __future__ import annotations

from django import template

from reservations.tariffs.explain import price_in_words

register = template.Library()
register.filter("price", price_in_words)
