"""Keys and passwords of the sample people, in two files that only the desk's owner may read."""

import json
import os
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings

from factcheck import keys
from factcheck.models import ApiKey, User
from factcheck.roles import Role

KEY_NAME = "sample desk"
DAYS = 90
_LOGS_IN = (Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR)


def tokens() -> dict[str, str]:
    """The API keys of the sample people by user name; none before `give_access`."""
    return _read(_keys_file())


def logins() -> dict[str, str]:
    """The passwords of one reviewer, one editor and one administrator; none before `give_access`."""
    return _read(_logins_file())


def give_access(usernames: list[str], *, at: datetime) -> int:
    """Give each of these people a key, and the first of each role a password; return how many were new.

    What opens the door already is kept.
    """
    people = {u.username: u for u in User.objects.filter(username__in=usernames, is_active=True)}
    in_order = [people[name] for name in usernames if name in people]
    return _give_keys(in_order, at=at) + _give_passwords(in_order)


def _give_keys(people: list[User], *, at: datetime) -> int:
    known = tokens()
    live = set(ApiKey.objects.live(at=at).filter(user__in=people).values_list("digest", "user__username"))
    kept = {name: token for name, token in known.items() if (ApiKey.digest_of(token), name) in live}
    missing = [user for user in people if user.username not in kept]
    for user in missing:
        kept[user.username] = keys.create(user=user, name=KEY_NAME, scopes=keys.SCOPES, days=DAYS, at=at)[1]
    if missing:
        _write(_keys_file(), kept)
    return len(missing)


def _give_passwords(people: list[User]) -> int:
    """A password each for three people: hashing one takes a third of a second, on purpose."""
    known = logins()
    first = {role: next((u for u in people if u.role == role), None) for role in _LOGS_IN}
    wanted = [u for u in first.values() if u and not (u.username in known and u.has_usable_password())]
    for user in wanted:
        known[user.username] = secrets.token_urlsafe(12)
        user.set_password(known[user.username])
        user.save(update_fields=["password"])
    if wanted:
        _write(_logins_file(), known)
    return len(wanted)


def _keys_file() -> Path:
    return Path(settings.DATA_DIR) / "demo_keys.json"


def _logins_file() -> Path:
    return Path(settings.DATA_DIR) / "demo_logins.json"


def _read(path: Path) -> dict[str, str]:
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def _write(path: Path, content: dict[str, str]) -> None:
    """Replace the file at once, mode 0600 from its first byte on."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(content, file, indent=2)
    draft.replace(path)
