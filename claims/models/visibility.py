"""Who may see the desk's working material."""

from typing import Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models

from factcheck.models import User
from factcheck.roles import Role

M = TypeVar("M", bound=models.Model)


class DeskQuerySet(models.QuerySet[M]):
    """Rows that only the desk and its services see: sources, articles, claimants, topics."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Everything for the desk and for services, nothing for readers and strangers."""
        inside = isinstance(user, User) and (user.is_on_desk or user.role == Role.SERVICE)
        return self if inside else self.none()
