"""
Every setting of Gagyo, in one file; values come from the environment (docs/configuration.md).

Source of the defaults: docs/decisions/0001-foundation.md.
"""

import os
import sys
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from gagyo.config.places import BASE_DIR, DATA_DIR
from gagyo.kernels.mailing.addresses import ReplyDoor


def text(name: str, default: str = "") -> str:
    """Return an environment value without surrounding blanks."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    """
    Return an environment value as yes or no.

    :raises ImproperlyConfigured: if it is neither
    """
    value = text(name, "yes" if default else "no").lower()
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no. Set it to yes or no.")


def whole(name: str, default: int) -> int:
    """
    Return an environment value as a whole number.

    :raises ImproperlyConfigured: if it is none
    """
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number. Set it to one.") from None


def items(name: str, default: str = "") -> list[str]:
    """Return a comma-separated environment value as a list."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


TESTING = "pytest" in sys.modules

DEBUG = flag("GAGYO_DEBUG")


def secret_key() -> str:
    """Return the secret key: from the environment, or one made once and kept beside the data."""
    if key := text("GAGYO_SECRET_KEY"):
        return key
    path = DATA_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text().strip()


SECRET_KEY = secret_key()
BASE_URL = text("GAGYO_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = items("GAGYO_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    # Ours first: our templates and our words win over those of the libraries.
    "gagyo.common.apps.CommonConfig",
    "gagyo.accounts",
    "gagyo.registry",
    "gagyo.partnerships",
    "gagyo.meetings",
    "gagyo.visits",
    "gagyo.support",
    "gagyo.ambassadors",
    "gagyo.analytics",
    "gagyo.pages",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "gagyo.common.apps.ReadOnlyAdminConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "django_structlog",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
]

MIDDLEWARE = [
    "gagyo.config.middleware.HealthMiddleware",
    "gagyo.config.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "gagyo.config.middleware.PublicPageCacheMiddleware",
    "gagyo.config.api_gate.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "gagyo.accounts.middleware.IdleMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gagyo.accounts.middleware.ActorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gagyo.config.urls"
WSGI_APPLICATION = "gagyo.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gagyo.config.context_processors.site",
            ],
            "builtins": ["gagyo.common.templatetags.gagyo", "django.templatetags.i18n"],
        },
    }
]

# --- Data -------------------------------------------------------------------------------------------
DATABASE_URL = text("GAGYO_DATABASE_URL") or f"sqlite:///{DATA_DIR / 'gagyo.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Immediate transactions take the write lock at once, so two writers wait instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000; PRAGMA foreign_keys=ON;"
        ),
    }
else:
    # Pages ask many short questions over rows that are in memory: to jump to a row costs little, and to compile a
    # question or to divide it between processes costs more than to answer it.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c random_page_cost=1.1 -c jit=off -c max_parallel_workers_per_gather=0"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
MAX_UPLOAD_BYTES = whole("GAGYO_MAX_UPLOAD_MB", 20) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}}}
PUBLIC_CACHE_PAGES = whole("GAGYO_PUBLIC_CACHE_PAGES", 500)

# --- Language and time ------------------------------------------------------------------------------
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
USE_I18N = True
# One form of dates, on screens that draw them by hand and in mails.
FORMAT_MODULE_PATH = ["gagyo.config.formats"]
USE_TZ = True
TIME_ZONE = text("GAGYO_TIME_ZONE", "Asia/Seoul")

# --- Static files -----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Accounts ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:work"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Gagyo] "
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip"}  # django-axes locks by account and address
ACCOUNT_ADAPTER = "gagyo.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "gagyo.accounts.adapters.SocialAccountAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# An invitation has proved the address; accounts that a command made have nobody else to prove it to.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {"add_webauthn": "gagyo.accounts.forms.KeyForm"}
MFA_TOTP_ISSUER = "Gagyo"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http://")
USERSESSIONS_TRACK_ACTIVITY = True
IDLE_MINUTES = whole("GAGYO_IDLE_MINUTES", 30)
SESSION_COOKIE_AGE = 60 * 60 * 12
INVITATION_DAYS = whole("GAGYO_INVITATION_DAYS", 7)
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": text("GAGYO_OIDC_NAME", "OpenID Connect"),
                "client_id": text("GAGYO_OIDC_CLIENT_ID"),
                "secret": text("GAGYO_OIDC_CLIENT_SECRET"),
                "settings": {"server_url": text("GAGYO_OIDC_URL"), "oauth_pkce_enabled": True},
            }
        ]
        if text("GAGYO_OIDC_URL")
        else []
    }
}
AXES_FAILURE_LIMIT = whole("GAGYO_LOCKOUT_FAILURES", 5)
AXES_COOLOFF_TIME = whole("GAGYO_LOCKOUT_MINUTES", 15) / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "gagyo.accounts.adapters.lockout_name"
AXES_LOCKOUT_CALLABLE = "gagyo.accounts.views.locked.locked"
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_CALLABLE = "gagyo.common.views.errors.too_many_requests"
CSRF_FAILURE_VIEW = "gagyo.common.views.errors.csrf_failure"
AXES_IPWARE_PROXY_COUNT = whole("GAGYO_PROXY_COUNT", 0) or None

# --- Safety -----------------------------------------------------------------------------------------
BEHIND_TLS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
OIDC_ORIGIN = ["{0.scheme}://{0.netloc}".format(urlsplit(text("GAGYO_OIDC_URL")))] if text("GAGYO_OIDC_URL") else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # A form that leads to the provider's sign-in page counts as sent there.
        "form-action": [SELF, *OIDC_ORIGIN],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# --- Background work and mail -----------------------------------------------------------------------
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend" if TESTING else "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}
EMAIL_BACKEND = "gagyo.common.actions.mail.OutboxBackend"
MAIL_URL = text("GAGYO_MAIL_URL")
DEFAULT_FROM_EMAIL = text("GAGYO_MAIL_FROM", "Gagyo <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 15
MAIL_ATTEMPTS = whole("GAGYO_MAIL_ATTEMPTS", 20)
REPLY_DOMAIN = text("GAGYO_REPLY_DOMAIN").lower()
try:
    ReplyDoor(REPLY_DOMAIN or "localhost", (SECRET_KEY,))
except ValueError as error:
    raise ImproperlyConfigured(f"GAGYO_REPLY_DOMAIN: {error}") from None
MAIL_IN_MAX_BYTES = whole("GAGYO_MAIL_IN_MAX_MB", 30) * 1024 * 1024
# Who takes an answer by the kind of its thread (gagyo.common.actions.incoming.TakeMail): "APP.actions.MODULE.FUNCTION".
MAIL_IN_HANDLERS: dict[str, str] = {
    "leg": "gagyo.support.actions.mail_in.take_leg_answer",
    "comment": "gagyo.support.actions.mail_in.take_comment_answer",
}

# --- Features behind a setting ----------------------------------------------------------------------
SHOW_GOVERNMENT_MASTHEAD = flag("GAGYO_GOVERNMENT_MASTHEAD")
METRICS_TOKEN = text("GAGYO_METRICS_TOKEN")
API_REQUESTS_PER_MINUTE = whole("GAGYO_API_REQUESTS_PER_MINUTE", 0 if TESTING else 120)
PUBLIC_FORMS_PER_HOUR = whole("GAGYO_PUBLIC_FORMS_PER_HOUR", 0 if TESTING else 20)
DORMANT_AFTER_DAYS = whole("GAGYO_DORMANT_AFTER_DAYS", 1095)
DORMANCY_WARNING_DAYS = whole("GAGYO_DORMANCY_WARNING_DAYS", 730)
ANNIVERSARY_LEAD_DAYS = whole("GAGYO_ANNIVERSARY_LEAD_DAYS", 180)
RETENTION_DAYS_CONTACT = whole("GAGYO_RETENTION_DAYS_CONTACT", 1095)
RETENTION_DAYS_VISITORS = whole("GAGYO_RETENTION_DAYS_VISITORS", 365)
# As long as participants' links hold: by them they say, until the next year's round, what was kept.
RETENTION_DAYS_MEETINGS = whole("GAGYO_RETENTION_DAYS_MEETINGS", 400)
RETENTION_DAYS_ACCESS_LOG = whole("GAGYO_RETENTION_DAYS_ACCESS_LOG", 730)

# A request id from outside is believed only where a proxy of ours stands in front.
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = bool(AXES_IPWARE_PROXY_COUNT)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "gagyo.config.logs.formatter", "debug": DEBUG}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": text("GAGYO_LOG_LEVEL", "INFO")},
    "loggers": {
        "axes": {"level": "WARNING"},
        # aiosmtpd tells every address at INFO, of which those to answer to are keys.
        "mail.log": {"level": "ERROR"},
        "django_tasks": {"level": "INFO"},
        "django_structlog": {"level": "WARNING" if TESTING else "INFO"},
    },
}
SILENCED_SYSTEM_CHECKS = ["axes.W001"]
