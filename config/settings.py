"""One settings file. Machines differ only in their environment (config/env.py)."""

from typing import Any

import environ
from csp.constants import NONE, SELF

from config import env as environment
from config import schedule
from factcheck.secret_file import read_or_create

env = environment.read()
ROOT = environment.ROOT
env.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)

PRODUCTION = env.production
DEBUG = env.debug
SECRET_KEY = env.secret_key or read_or_create(env.data_dir / "secret_key")
ALLOWED_HOSTS = env.allowed_hosts
BASE_URL = env.base_url
DESK_NAME = env.desk_name
DATA_DIR = env.data_dir
FETCH_ALLOW = env.fetch_allow
SEEDS_DIR = ROOT / "seeds"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "factcheck",
    "claims",
    "reviews",
]
MIDDLEWARE = [
    "factcheck.api.middleware.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

database: dict[str, Any] = dict(environ.Env.db_url_config(env.database_url))
SQLITE = database["ENGINE"].endswith("sqlite3")
if SQLITE:
    # IMMEDIATE makes each transaction a writer from its start, so that 20 s of waiting replace
    # "database is locked"; REPLACE runs the delete triggers only with recursive_triggers.
    database["CONN_MAX_AGE"] = None
    database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;"
            "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364; PRAGMA cache_size=2000;"
        ),
    }
    database["TEST"] = {"NAME": env.data_dir / "test.sqlite3"}
else:
    database["ENGINE"] = "factcheck.postgres"
    database["CONN_MAX_AGE"] = 60
    database["CONN_HEALTH_CHECKS"] = True
    database["DISABLE_SERVER_SIDE_CURSORS"] = True  # PgBouncer in transaction mode
    database["OPTIONS"] = {
        "options": "-c statement_timeout=15000 -c lock_timeout=5000"
        " -c idle_in_transaction_session_timeout=30000"
    }
DATABASES = {"default": database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "factcheck.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.data_dir / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns about a missing one
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Under no address: only the desk reads it, through the API.
    "captures": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": env.data_dir / "captures",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
PAGES_KEPT_DAYS = env.pages_kept_days
SEMANTIC_MODEL = env.semantic_model
EVIDENCE_RECHECK_DAYS = env.evidence_recheck_days
COMPLAINT_DAYS = env.complaint_days
WHITENOISE_USE_FINDERS = not PRODUCTION

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_AGE = 12 * 3600
X_FRAME_OPTIONS = "DENY"
if env.trusted_proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # an uploaded page of 10 MB and its form

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "factcheck.api.authentication.ApiKeyAuthentication",
        "factcheck.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["factcheck.api.permissions.SignedIn"],
    "DEFAULT_RENDERER_CLASSES": ["factcheck.api.renderers.Json"],
    "DEFAULT_PARSER_CLASSES": ["factcheck.api.parsers.Json"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "factcheck.api.negotiation.Negotiation",
    "DEFAULT_METADATA_CLASS": None,  # OPTIONS tells nothing that the schema does not
    "DEFAULT_PAGINATION_CLASS": "factcheck.api.pagination.Keyset",
    "DEFAULT_FILTER_BACKENDS": [],
    "DEFAULT_SCHEMA_CLASS": "factcheck.api.schema.DeskSchema",
    "EXCEPTION_HANDLER": "factcheck.api.errors.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "factcheck",
    "DESCRIPTION": "The backend of a fact-checking desk.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["factcheck.api.permissions.Anyone"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    # Choices that several components share need a name of their own.
    "ENUM_NAME_OVERRIDES": {
        "ClaimKindEnum": "claims.models.ClaimKind",
        "ClaimStatusEnum": "claims.models.claims.STATUSES",
        "ClaimantKindEnum": "claims.models.ClaimantKind",
        "AppearanceKindEnum": "claims.models.AppearanceKind",
        "PlaceKindEnum": "claims.serializers.claims.PLACES",
        "DeclineReasonEnum": "claims.serializers.claims.DECLINE_REASONS",
        "EvidenceKindEnum": "reviews.models.EvidenceKind",
        "ContactKindEnum": "reviews.models.ContactKind",
        "FlagKindEnum": "reviews.models.FlagKind",
        "AssignmentRoleEnum": "reviews.models.assignments.ROLES",
        "AssignmentStatusEnum": "reviews.models.assignments.STATUSES",
    },
}

REACTIONS = schedule.REACTIONS
BEAT = schedule.BEAT

MEMORY_BROKER = env.broker_url.startswith("memory://")
CELERY_BROKER_URL = "memory://localhost" if MEMORY_BROKER else env.broker_url  # it warns without a host
# How often beat looks for work that no message tells of. A broker in memory has one worker, and its
# rings die with it: there the sweep is cheap and close.
SWEEP_SECONDS = 2.0 if MEMORY_BROKER else 15.0
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"polling_interval": 0.02}
    if MEMORY_BROKER
    else {
        "visibility_timeout": 3600,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 25,
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_DEFAULT_QUEUE = "desk"
CELERY_TASK_CREATE_MISSING_QUEUES = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20.0
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_DB_REUSE_MAX = 500
CELERY_TIMEZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"secrets": {"()": "factcheck.logs.HideSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "factcheck": {"level": "INFO"},
        "claims": {"level": "INFO"},
        "reviews": {"level": "INFO"},
        "trafilatura": {"level": "ERROR"},  # what it cannot read is our refusal to tell, in one line
    },
}
