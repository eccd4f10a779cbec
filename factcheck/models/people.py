"""People and API clients: who they are and what they may see."""

import hashlib
import secrets
import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q

from factcheck.roles import DESK, EDITORS, INSTALLATION_ROLES, Role

ROLE_CHOICES = [(role.value, role.value.replace("_", " ")) for role in INSTALLATION_ROLES]


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new person; without a password nobody can log in as them."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new administrator (the name is what Django's createsuperuser calls)."""
        return self.create_user(username, password, **{**fields, "role": Role.ADMINISTRATOR})


class User(AbstractBaseUser):
    """A person of the desk or an API client, with one role in this installation."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(max_length=150, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField("full name", max_length=200, blank=True)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, choices=ROLE_CHOICES, default=Role.READER)
    is_active = models.BooleanField("active", default=True, help_text="Off instead of deleting a person.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_role_is_known", condition=Q(role__in=[r.value for r in INSTALLATION_ROLES])
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def roles(self) -> frozenset[Role]:
        """The roles this person holds everywhere: a senior reviewer is a reviewer too."""
        role = Role(self.role)
        return frozenset({role, Role.REVIEWER} if role == Role.SENIOR_REVIEWER else {role})

    @property
    def is_editor(self) -> bool:
        return Role(self.role) in EDITORS

    @property
    def is_on_desk(self) -> bool:
        """Whether this person works on fact-checks, rather than reading or feeding them."""
        return Role(self.role) in DESK

    @property
    def is_staff(self) -> bool:
        """Whether the admin opens for this person: it is read-only but for its action buttons."""
        return self.is_active and self.is_on_desk

    @property
    def is_superuser(self) -> bool:
        return False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Admin permissions: the desk may look; what one sees is each queryset's `visible_to`."""
        action = perm.rpartition(".")[2].partition("_")[0]
        if action == "view":
            return self.is_staff
        return self.is_active and self.role == Role.ADMINISTRATOR

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def live(self, *, at: datetime) -> Self:
        """Keys that open the door at this moment."""
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at), revoked_at__isnull=True)


class ApiKey(models.Model):
    """A hashed key of a person or client. The secret is shown once and stored nowhere."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=100, help_text="What the key is for.")
    prefix = models.CharField(max_length=8, help_text="The first characters, to recognise the key by.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(default=list, help_text='A list out of "read" and "write".')
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @staticmethod
    def digest_of(token: str) -> str:
        """Return the SHA-256 of a token, hex. Tokens carry 256 random bits, so no salt is needed."""
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def issue(
        cls, *, user: User, name: str, scopes: list[str], expires_at: datetime | None = None
    ) -> tuple["ApiKey", str]:
        """Make a key; return it and the token, which cannot be shown again."""
        token = "fc_" + secrets.token_urlsafe(32)
        key = cls.objects.create(
            user=user,
            name=name,
            prefix=token[3:9],
            digest=cls.digest_of(token),
            scopes=scopes,
            expires_at=expires_at,
        )
        return key, token
