"""The people of an organisation, kept by its own administrator: invite, give a role, remove."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, User
from accounts.roles import Capability, Role
from accounts.viewer import Viewer, require
from gis.refusals import NotFound, Refusal, invalid, worded
from history.context import acting

ROLES = (Role.PARTNER, Role.PARTNER_ADMINISTRATOR)
"""What an administrator of a partner gives and takes; other roles are given by the city."""


@dataclass(frozen=True)
class Invitation:
    """Opens the page on which the invited person sets a password, once and for some days."""

    user: User
    uid: str
    token: str


def members(viewer: Viewer) -> QuerySet[Membership]:
    """The people of the viewer's organisations; machines have their own page."""
    rows = Membership.objects.filter(organisation__in=viewer.organisation_ids, role__in=ROLES)
    people = rows.filter(user__is_service=False, user__is_active=True)
    return people.select_related("user", "organisation").order_by("organisation", "user__email")


def managed_by(by: User) -> list[Organisation]:
    """The organisations whose people somebody manages."""
    ids = [pk for pk in by.organisation_ids if by.can_for(Capability.MANAGE_TEAM, pk)]
    return list(Organisation.objects.filter(pk__in=ids).order_by("name"))


def invite(*, by: User, email: str, full_name: str, role: str, reason: str = "") -> Invitation:
    """A new person of the own organisation, who sets a password through the invitation.

    Refusals: NOT_PERMITTED, INVALID_VALUE, NOT_INVITABLE for an address that is known already:
    people do not become members of another organisation without the city.
    """
    organisation = _only(by)
    _refuse_other(role)
    with worded(), acting(by, reason):
        if User.objects.filter(email__iexact=email).exists():
            message = _("This address cannot be invited. Please ask the city.")
            raise Refusal("NOT_INVITABLE", message, "email")
        # One line: in a mail's plain text what follows a line end would look like the city's.
        full_name = " ".join(full_name.split())
        person = User(email=User.objects.normalize_email(email), full_name=full_name)
        person.set_unusable_password()
        _checked(person).save()
        Membership.objects.create(user=person, organisation=organisation, role=role)
        return _invitation(person)


def invite_again(*, member: int, by: User) -> Invitation:
    """A new invitation for somebody who has never set a password. Refusals: NOT_INVITABLE."""
    with worded(), acting(by):
        found = _managed(member, by)
        if found.user.has_usable_password():
            message = _("This person has a password already.")
            raise Refusal("NOT_INVITABLE", message)
        return _invitation(found.user)


def change_role(*, member: int, role: str, by: User, reason: str = "") -> Membership:
    """Another role. Refusals: LAST_ADMINISTRATOR, NOT_FOUND, INVALID_VALUE, NOT_UNIQUE."""
    _refuse_other(role)
    with worded(), acting(by, reason):
        found = _managed(member, by)
        if role != Role.PARTNER_ADMINISTRATOR:
            _refuse_last(found)
        found.role = role
        found.save(update_fields=["role"])
        return found


def remove(*, member: int, by: User, reason: str = "") -> None:
    """Take somebody out of the organisation: from the next request on it sees nothing of it.

    Refusals: LAST_ADMINISTRATOR, NOT_FOUND.
    """
    with worded(), acting(by, reason):
        found = _managed(member, by)
        _refuse_last(found)
        found.delete()


def _only(by: User) -> Organisation:
    require(by, Capability.MANAGE_TEAM)
    known = managed_by(by)
    if len(known) != 1:
        raise Refusal("REQUIRED", _("Name the organisation."), "organisation")
    return known[0]


def _managed(member: int, by: User) -> Membership:
    """The membership, read after its organisation was locked: one change of a team at a time."""
    require(by, Capability.MANAGE_TEAM)
    own = [one.pk for one in managed_by(by)]
    rows = members(by).filter(organisation__in=own, pk=member)
    organisation = rows.values_list("organisation", flat=True).first()
    if organisation is None:
        raise NotFound("id")
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation)
    found = rows.first()
    if found is None:
        raise NotFound("id")
    return found


def _refuse_last(member: Membership) -> None:
    """Whoever was invited and has never set a password administers nothing yet."""
    if member.role != Role.PARTNER_ADMINISTRATOR:
        return
    others = Membership.objects.filter(
        organisation=member.organisation,
        role=Role.PARTNER_ADMINISTRATOR,
        user__is_active=True,
        user__is_service=False,
    ).exclude(user=member.user)
    others = others.exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if not others.exists():
        message = _("An organisation keeps at least one administrator. Name another one first.")
        raise Refusal("LAST_ADMINISTRATOR", message, "role")


def _refuse_other(role: str) -> None:
    if role not in ROLES:
        raise Refusal("INVALID_VALUE", _("This role is given by the city."), "role")


def _checked(person: User) -> User:
    try:
        person.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise invalid(error) from error
    return person


def _invitation(person: User) -> Invitation:
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    return Invitation(person, uid, default_token_generator.make_token(person))
