"""People who log in by e-mail, and the service accounts of machines."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.gis.geos import GEOSGeometry
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.addresses import mailable
from accounts.models.grant import Grant
from accounts.roles import CAPABILITIES, Capability, Role
from accounts.scopes import Scope, opened_by


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)

    def visible_to(self, user: Any) -> models.QuerySet[User]:
        """Administrators see everybody, others the members of their own organisations."""
        if user.can(Capability.MANAGE_PEOPLE):
            return self.all()
        same = Q(memberships__organisation_id__in=user.organisation_ids)
        return self.filter(same | Q(pk=user.pk)).distinct()


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail"), unique=True, validators=[mailable])
    full_name = models.CharField(_("name"), max_length=150, blank=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_service = models.BooleanField(
        _("service account"), default=False, help_text=_("Acts for an API client, cannot log in.")
    )
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.CheckConstraint(
                condition=Q(is_service=False) | Q(is_staff=False, is_superuser=False),
                name="service_account_is_no_staff",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_short_name(self) -> str:
        """How the administration greets."""
        return str(self)

    scopes: frozenset[Scope] | None = None
    """What the token with which it acts opens; None for a session: the roles alone decide."""

    @cached_property
    def roles_held(self) -> list[Any]:
        """Its memberships while it is active; read with the account by `accounts/account.py`."""
        return list(self.memberships.all()) if self.is_active else []

    held_grants: bool | None = None
    """As read with the account by `accounts/account.py`, for the length of a request."""

    grants_in_force: str = "{}"
    """As `held_grants`: keys of those by which it could see when the request began, as PostgreSQL
    writes an array, for nothing but PostgreSQL reads them."""

    @property
    def holds_grants(self) -> bool:
        """Whether there is or was a grant for one of its organisations."""
        if self.held_grants is not None:
            return self.held_grants
        return self.memberships.filter(organisation__grants__isnull=False).exists()

    @property
    def organisation_ids(self) -> frozenset[int]:
        """For whom it sees and acts: nobody, with a token that may not read."""
        if self.scopes is not None and Scope.READ not in self.scopes:
            return frozenset()
        return frozenset(m.organisation_id for m in self.roles_held)

    @cached_property
    def role_capabilities(self) -> frozenset[Capability]:
        """All that the person's roles allow together, whatever the token."""
        roles = {Role(m.role) for m in self.roles_held}
        if self.is_superuser and self.is_active:
            roles.add(Role.ADMINISTRATOR)  # the first person there is, who gives roles to others
        return frozenset().union(*(CAPABILITIES[role] for role in roles))

    @cached_property
    def capabilities(self) -> frozenset[Capability]:
        """What the roles allow and, with a token, its scopes open."""
        return self._opened(self.role_capabilities)

    def can(self, capability: Capability) -> bool:
        return capability in self.capabilities

    def can_for(self, capability: Capability, organisation_id: int) -> bool:
        """Whether a role in this very organisation allows it."""
        return any(
            capability in self._opened(CAPABILITIES[Role(m.role)])
            for m in self.roles_held
            if m.organisation_id == organisation_id
        )

    def lacks_scope_for(self, capability: Capability) -> bool:
        """Whether only the token stands in the way."""
        return capability in self.role_capabilities and not self.can(capability)

    def _opened(self, allowed: frozenset[Capability]) -> frozenset[Capability]:
        return allowed if self.scopes is None else allowed & opened_by(self.scopes)

    @property
    def eyes(self) -> Hashable:
        """All that decides what it sees, beside the day and what stands in the database."""
        roles = frozenset((m.organisation_id, m.role) for m in self.roles_held)
        area = None if self.write_area is None else bytes(self.write_area.wkb)
        return self.pk, self.is_superuser, self.scopes, self.holds_grants, roles, area

    @property
    def sight(self) -> str:
        """A digest of all that decides what it sees today: what grants in force open, too."""
        _pk, superuser, scopes, _holds, roles, area = self.eyes  # type: ignore[misc]
        in_force = Grant.objects.filter(
            organisation__memberships__user=self, valid__contains=timezone.localdate()
        )
        opened = in_force.content()
        said = (superuser, sorted(scopes or ()), sorted(roles), area, opened)
        return sha256(repr(said).encode()).hexdigest()

    @property
    def write_area(self) -> GEOSGeometry | None:
        """The only area in which a contractor may write; None where no limit applies."""
        unlimited = {Role.EDITOR, Role.PLANNER, Role.ADMINISTRATOR}
        if self.is_superuser or any(m.role in unlimited for m in self.roles_held):
            return None
        areas = [m.area for m in self.roles_held if m.area is not None]
        return areas[0] if len(areas) == 1 else _union(areas)


def _union(areas: list[GEOSGeometry]) -> GEOSGeometry | None:
    union: GEOSGeometry | None = None
    for area in areas:
        union = area if union is None else union.union(area)
    return union
