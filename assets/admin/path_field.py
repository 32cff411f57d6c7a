"""The path of a duct or cable as people write it: one segment a line, and in what it lies there."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assets.models import Duct, Segment
from assets.services.path import Step

LINE = re.compile(
    r"(?P<segment>[^>]+?)(?:\s*>\s*(?P<duct>[^>]+?)(?:\s*@\s*(?P<position>\d{1,4}))?)?"
)


class PathField(forms.CharField):
    """Cleans to a list of `Step`; `by` must be set by the form, who sees only what they may."""

    widget = forms.Textarea
    by: Any = None

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Path"))
        options.setdefault(
            "help_text",
            _(
                "One segment code a line, in order. Where it lies in another duct, add “> ” and the"
                " duct's code, and “@” with its position there: T-104 > KSR-7 @ 2"
            ),
        )
        options.setdefault("widget", forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}))
        super().__init__(max_length=200_000, **options)

    def clean(self, value: Any) -> list[Step]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        parsed = [self._parsed(number, line) for number, line in enumerate(lines, start=1)]
        segments = self._found(Segment, {one["segment"] for one in parsed})
        ducts = self._found(Duct, {one["duct"] for one in parsed if one["duct"]})
        return [
            Step(
                segments[one["segment"]],
                inside=ducts[one["duct"]] if one["duct"] else None,
                position=int(one["position"]) if one["position"] else None,
            )
            for one in parsed
        ]

    def _parsed(self, number: int, line: str) -> dict[str, str | None]:
        match = LINE.fullmatch(line)
        if match is None:
            raise forms.ValidationError(
                _("Line %(number)d cannot be read: %(line)s"),
                params={"number": number, "line": line[:80]},
            )
        return match.groupdict()

    def _found(self, model: Any, codes: set[str]) -> dict[str, Any]:
        rows = model.objects.visible_to(self.by).filter(code__in=codes)
        found = {row.code: row for row in rows}
        if missing := sorted(codes - found.keys()):
            raise forms.ValidationError(
                _("There is no %(kind)s with the code %(codes)s."),
                params={"kind": model._meta.verbose_name, "codes": ", ".join(missing[:10])},
            )
        return found
