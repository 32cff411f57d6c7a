"""Ducts and, as the atom of capacity, their sections in each segment."""

from __future__ import annotations

from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import GEOSGeometry
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Capability
from accounts.viewer import Viewer
from assets import stretches
from assets.models.asset import Asset, AssetQuerySet, Box, asset_constraints
from assets.models.duct_type import DuctType
from assets.models.segment import Segment
from assets.models.site import Site


class CommercialAvailability(models.TextChoices):
    """Whether the owner offers it (ISA verfuegbarkeit), apart from what is free."""

    OFFERED = "offered", _("offered for shared use")
    ON_REQUEST = "on_request", _("on request")
    NOT_OFFERED = "not_offered", _("not offered")


class DuctQuerySet(AssetQuerySet):
    def in_area(self, area: GEOSGeometry) -> Q:
        """A duct lies in an area if any of its sections does."""
        return _passes(DuctSection.objects.all(), area)

    def shown_in_area(self, area: GEOSGeometry, user: Viewer) -> Q:
        """By the sections that the viewer sees."""
        return _passes(DuctSection.objects.visible_to(user), area)

    def shown_extent(self, user: Viewer) -> Box | None:
        """Of the sections that the viewer sees."""
        sections = DuctSection.objects.visible_to(user)
        seen = sections.filter(duct__in=self.order_by().values("pk"))
        return seen.aggregate(box=Extent("segment__geom"))["box"]


def _passes(sections: DuctSectionQuerySet, area: GEOSGeometry) -> Q:
    return Q(Exists(sections.filter(duct=OuterRef("pk"), segment__geom__intersects=area)))


class Duct(Asset):
    """One uncut piece of tube or bundle from site to site over an ordered list of segments.

    `bundle`, `number` and the colour that follows from them say where a tube was made; they survive
    cuts and do not change where it leaves the bundle.
    """

    type = models.ForeignKey(DuctType, models.PROTECT, verbose_name=_("type"))
    start_site = models.ForeignKey(
        Site, models.PROTECT, related_name="ducts_out", verbose_name=_("start")
    )
    end_site = models.ForeignKey(
        Site, models.PROTECT, related_name="ducts_in", verbose_name=_("end")
    )
    bundle = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tubes",
        verbose_name=_("made in bundle"),
    )
    number = models.PositiveSmallIntegerField(_("tube number"), null=True, blank=True)
    commercial_availability = models.CharField(
        _("commercial availability"),
        max_length=12,
        choices=CommercialAvailability.choices,
        default=CommercialAvailability.ON_REQUEST,
    )

    objects = DuctQuerySet.as_manager()

    class Meta:
        verbose_name = _("duct")
        verbose_name_plural = _("ducts")
        ordering = ["code"]
        constraints = [
            *asset_constraints("duct"),
            models.CheckConstraint(
                condition=Q(bundle__isnull=True) | Q(number__gte=1), name="duct_number_in_bundle"
            ),
            models.CheckConstraint(
                condition=Q(bundle__isnull=True) | ~Q(bundle=models.F("id")),
                name="duct_not_its_own_bundle",
            ),
            models.CheckConstraint(
                condition=Q(commercial_availability__in=CommercialAvailability.values),
                name="duct_availability_known",
            ),
        ]


class DuctSectionQuerySet(models.QuerySet["DuctSection"]):
    def visible_to(self, user: Viewer) -> DuctSectionQuerySet:
        """By a contractor in its area, by others where what a grant opens passes."""
        if user.can(Capability.SEE_EXACT_PLANT):
            return self
        return self.filter(segment__in=Segment.objects.visible_to(user)).in_seen_segments(user)

    def in_seen_segments(self, user: Viewer) -> DuctSectionQuerySet:
        """The visible ones among sections in segments that the viewer is known to see."""
        if user.can(Capability.SEE_EXACT_PLANT) or not user.holds_grants:
            return self
        in_area = Segment.objects.filter(Segment.objects.in_area_of(user))
        return self.filter(stretches.opened(user) | Q(segment__in=in_area))


class DuctSection(models.Model):
    """One duct in one segment.

    `parent` is the section of the same segment in which it lies, `level` its depth of nesting
    (0 = directly in the trench): a foreign key over (parent, segment, level − 1) makes containment
    stay within the segment and cycles impossible. `rank` orders the sections along the duct;
    `reversed` says that the duct runs against the direction of the segment's line.
    """

    duct = models.ForeignKey(Duct, models.CASCADE, related_name="sections", verbose_name=_("duct"))
    segment = models.ForeignKey(
        Segment,
        models.PROTECT,
        related_name="duct_sections",
        verbose_name=_("segment"),
        db_index=False,
    )
    rank = models.FloatField(_("order"))
    reversed = models.BooleanField(_("against the line"), default=False)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("lies in"),
        db_constraint=False,
    )
    level = models.SmallIntegerField(_("nesting"), default=0)
    parent_level = models.GeneratedField(
        expression=models.F("level") - 1, output_field=models.SmallIntegerField(), db_persist=True
    )
    position = models.PositiveSmallIntegerField(_("position"), null=True, blank=True)
    is_live = models.BooleanField(
        default=True, db_default=True, editable=False, help_text=_("Kept by the database.")
    )

    objects = DuctSectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("duct section")
        verbose_name_plural = _("duct sections")
        # As lists of what lies in a segment are ordered, so that a page ends early.
        indexes = [
            models.Index(
                fields=["segment", "level", "position", "id"], name="duct_section_in_segment"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["duct", "rank"], name="duct_section_rank_once"),
            models.UniqueConstraint(fields=["duct", "segment"], name="duct_section_segment_once"),
            models.UniqueConstraint(
                fields=["id", "segment", "level"], name="duct_section_place_key"
            ),
            models.UniqueConstraint(fields=["id", "segment"], name="duct_section_segment_key"),
            models.UniqueConstraint(
                fields=["parent", "position"],
                condition=Q(is_live=True, position__isnull=False),
                name="duct_section_position_once",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, level=0)
                | Q(parent__isnull=False, level__range=(1, 7)),
                name="duct_section_level_of_parent",
            ),
            models.CheckConstraint(
                condition=Q(position__isnull=True) | Q(position__gte=1),
                name="duct_section_position_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duct_id} in {self.segment_id}"
