"""The environment, read once and typed. `.env.example` lists every variable read here."""

from dataclasses import dataclass
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Env:
    production: bool
    debug: bool
    secret_key: str  # empty: generated into a file beside the database, but never in production
    allowed_hosts: list[str]
    base_url: str
    desk_name: str
    data_dir: Path
    database_url: str
    broker_url: str
    fetch_allow: frozenset[str]  # origins "host:port" that pass the address rule
    trusted_proxies: bool
    pages_kept_days: int  # 0: for good
    semantic_model: Path  # folder of the better check-worthiness model; it need not exist
    evidence_recheck_days: int  # 0: never
    complaint_days: int  # working days


def read() -> Env:
    """Read the process environment (and `.env` beside manage.py, where there is one).

    Raises ImproperlyConfigured naming every variable that is missing or wrong.
    """
    given = environ.Env()
    if (ROOT / ".env").exists():
        environ.Env.read_env(ROOT / ".env")
    data_dir = Path(given.str("DATA_DIR", default=str(ROOT / "var"))).resolve()
    production = given.bool("PRODUCTION", default=False)
    env = Env(
        production=production,
        debug=given.bool("DEBUG", default=False),
        secret_key=given.str("SECRET_KEY", default=""),
        allowed_hosts=given.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"]),
        base_url=given.str("BASE_URL", default=f"http://127.0.0.1:{given.int('PORT', default=8000)}").rstrip(
            "/"
        ),
        desk_name=given.str("DESK_NAME", default="Sample desk"),
        data_dir=data_dir,
        database_url=given.str("DATABASE_URL", default=f"sqlite:///{data_dir / 'desk.sqlite3'}"),
        broker_url=given.str("BROKER_URL", default=given.str("REDIS_URL", default="memory://")),
        fetch_allow=frozenset(given.list("FETCH_ALLOW", default=[])),
        trusted_proxies=given.bool("TRUSTED_PROXIES", default=False),
        pages_kept_days=given.int("PAGES_KEPT_DAYS", default=30),
        semantic_model=Path(
            given.str("SEMANTIC_MODEL", default=str(data_dir / "models" / "check-worthiness"))
        ).resolve(),
        evidence_recheck_days=given.int("EVIDENCE_RECHECK_DAYS", default=30),
        complaint_days=given.int("COMPLAINT_DAYS", default=14),
    )
    _refuse_unsafe(env)
    return env


def _refuse_unsafe(env: Env) -> None:
    wrong = []
    if env.pages_kept_days < 0:
        raise ImproperlyConfigured("PAGES_KEPT_DAYS must be 0 (for good) or more.")
    if not 0 <= env.evidence_recheck_days <= 3650:
        raise ImproperlyConfigured("EVIDENCE_RECHECK_DAYS must be 0 (never) to 3650.")
    if not 1 <= env.complaint_days <= 365:
        raise ImproperlyConfigured("COMPLAINT_DAYS must be from 1 to 365.")
    if env.production:
        if len(env.secret_key) < 50:
            wrong.append("SECRET_KEY must be set, at least 50 characters")
        if env.fetch_allow:
            wrong.append("FETCH_ALLOW must be empty: it opens the way to internal addresses")
        if env.debug:
            wrong.append("DEBUG must be off")
        if not env.base_url.startswith("https://"):
            wrong.append("BASE_URL must be the desk's public https:// address")
    if wrong:
        raise ImproperlyConfigured("With PRODUCTION on: " + "; ".join(wrong) + ".")
