"""Settings, all from the environment; `./pop` sets it for the demo and the tests, an operator in production.

POP_MODE            demo, test or production (default: production, the strictest)
POP_LOGIN           web (default) or owner: which of the two database logins this process uses
POP_DATABASE_URL    the login `pop_web`, which owns nothing
POP_OWNER_DATABASE_URL  the login `pop_owner`; only migrations, rules and imports of places need it
POP_ACTOR_KEY       64 hex digits; signs who acts in a transaction. The database knows it, `pop_web` cannot read it
POP_SECRET_KEY      Django's own key
POP_HOSTS           host names, comma separated
POP_STATIC_ROOT     where collected static files lie
"""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from pop.access.logs import LOGGING as LOGGING
from pop.ui.languages import available

BASE_DIR = Path(__file__).resolve().parent
MODE = os.environ.get("POP_MODE", "production")
DEMO = MODE == "demo"
TESTING = MODE == "test"
DEBUG = False


def required(name: str) -> str:
    """The value of an environment variable that has no safe default."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. ./pop demo sets it; see README, «In production».")
    return value


def database(url: str) -> dict[str, object]:
    """Django's settings for a postgresql:// address; `?host=` names a folder with a socket."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query["host"][0] if "host" in query else parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 3600,  # a connection keeps what it has planned; whether it lives is asked before each use
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "server_side_binding": True, "prepare_threshold": 2},
    }


LOGIN = os.environ.get("POP_LOGIN", "web")
WEB_DATABASE = database(required("POP_DATABASE_URL"))
DATABASES = {
    "default": database(required("POP_OWNER_DATABASE_URL")) if LOGIN == "owner" else WEB_DATABASE,
}
ACTOR_KEY = required("POP_ACTOR_KEY")
SECRET_KEY = required("POP_SECRET_KEY")

INSTALLED_APPS = [
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "pop.ui",
    "pop.access",
    "pop.changelog",
    "pop.people",
    "pop.plans",
    "pop.teams",
    "pop.consents",
    "pop.imports",
    "pop.paper",
    "pop.info",
    "pop.history",
    "pop.looks",
    "pop.services",
    "pop.wishes",
    "pop.sentences",
    "pop.conversations",
    "pop.process",
    "pop.handovers",
    "pop.gaps",
    "pop.channel",
    "pop.letters",
    "pop.meetings",
    "pop.notices",
    "pop.challenges",
    "pop.surveys",
    "pop.benefits",
    "pop.worklists",
    "pop.demo",
    "pop.bench",
]

MIDDLEWARE = [
    # The first five need no database. WhiteNoise streams files, which the door refuses to do with rows.
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "pop.access.health.HealthMiddleware",
    "pop.access.middleware.DoorMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "pop.access.once.OnceMiddleware",
    # Needs only who acts, and saves the shared screen the question that CurrentUserMiddleware asks.
    "pop.meetings.middleware.UnchangedMiddleware",
    "pop.people.middleware.CurrentUserMiddleware",
    "pop.people.together.TogetherMiddleware",
    "pop.people.kept.KeptMiddleware",
]

ROOT_URLCONF = "pop.urls"
WSGI_APPLICATION = "pop.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "pop.access.once.once_key",
                "pop.people.navigation.for_page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "pop.ui.templatetags.quick",  # after i18n, whose translate it replaces
                "pop.ui.templatetags.ui",
                "pop.plans.templatetags.entries",
            ],
        },
    }
]
FORM_RENDERER = "pop.ui.forms.PopRenderer"

LANGUAGE_CODE = "nb"
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGES = available(BASE_DIR / "locale" / "languages.toml")
LANGUAGE_COOKIE_NAME = "sprak"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"
# Ordinary days by law on which offices are closed: no working days here. See pop/access/free_days.py.
ALSO_CLOSED = [
    day
    for day in os.environ.get("POP_ALSO_CLOSED", "christmas_eve,new_years_eve,easter_saturday").split(",")
    if day
]

STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("POP_STATIC_ROOT", str(BASE_DIR.parent.parent / ".pop" / "static"))
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
}
WHITENOISE_USE_FINDERS = TESTING

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SESSION_ENGINE = "pop.access.sessions"
SESSION_COOKIE_NAME = "okt"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Loopback without TLS in demo and tests; everywhere else cookies travel over TLS only.
SECURE = not (DEMO or TESTING)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "skjema"
CSRF_FAILURE_VIEW = "pop.people.kept.too_old"
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_REFERRER_POLICY = "no-referrer" if SECURE else "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
X_FRAME_OPTIONS = "DENY"
ALLOWED_HOSTS = [h for h in os.environ.get("POP_HOSTS", "127.0.0.1,localhost,testserver").split(",") if h]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if SECURE else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["pop.ui.uploads.BoundedMemoryHandler"]
SILENCED_SYSTEM_CHECKS: list[str] = []
