"""Settings of the tracker, all in one file.

With an empty environment it runs for development on SQLite. In production (DEBUG=False) a missing
value stops it with a sentence that says the remedy.
"""

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy

from config.environment import (
    cache,
    database,
    env_bool,
    env_int,
    env_secret,
    in_memory,
    read_only,
    storage,
)

BASE_DIR = Path(__file__).resolve().parent.parent
# What the tracker keeps: the file of SQLite, evidence, editions, backups.
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "data"))


def required_in_production(name: str, *, development: str, remedy: str) -> str:
    """Read a value that development may lack and production may not."""
    value = env_secret(name)
    if not value and not DEBUG:
        raise ImproperlyConfigured(f"{name} is not set. {remedy}")
    return value or development


DEBUG = env_bool("DEBUG", default=True)
SECRET_KEY = required_in_production(
    "SECRET_KEY",
    development="for-development-only",
    remedy=(
        "Set it to at least 50 random characters, for example from: "
        'python3 -c "import secrets; print(secrets.token_urlsafe(60))"'
    ),
)
# Earlier keys, one a line: what they signed (sessions, links in mails) stays good.
SECRET_KEY_FALLBACKS = env_secret("SECRET_KEY_FALLBACKS").split()
ALLOWED_HOSTS = [
    host.strip()
    for host in required_in_production(
        "ALLOWED_HOSTS",
        development="localhost,127.0.0.1,[::1],testserver",
        remedy="Set it to the host names of the site, separated by commas.",
    ).split(",")
]
CSRF_TRUSTED_ORIGINS = [] if DEBUG else [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]

# The programme that this installation serves. Its plan, States, areas and meetings are records.
PROGRAMME_NAME = "NEASPEC"
PROGRAMME_SITE_TITLE = "Strategic Plan tracker"
# The first lines of every paper.
PROGRAMME_LETTERHEAD = (
    "United Nations",
    "Economic and Social Commission for Asia and the Pacific",
)
# How the programme calls itself in IATI files (once registered there, by the identifier given), and
# the DAC's codes for what it does and where: environmental policy and administrative management,
# in more than one region of Asia.
IATI_ORGANISATION = os.environ.get("IATI_ORGANISATION", PROGRAMME_NAME)
IATI_SECTOR = "41010"
IATI_REGION = "798"
# How often a minute a person, or a key of a feed, may ask for files, searches and imports; 0: no
# limit.
EXPENSIVE_A_MINUTE = env_int("EXPENSIVE_A_MINUTE", default=60)
# Opens the read-only pages to people who are not signed in.
LOGFRAME_PUBLIC = env_bool("LOGFRAME_PUBLIC", default=False)
# Lets one person verify what the same person recorded: for an office of one.
LOGFRAME_OWN_VERIFICATION = env_bool("LOGFRAME_OWN_VERIFICATION", default=False)
# Keeps pages until something is written.
LOGFRAME_KEEP_PAGES = env_bool("LOGFRAME_KEEP_PAGES", default=True)
# How large a file of evidence may be.
EVIDENCE_MAX_MB = env_int("EVIDENCE_MAX_MB", default=10)
# Where the virus scanner ClamAV is reached, which then looks at each such file first.
CLAMD_SOCKET = os.environ.get("CLAMD_SOCKET", "")

INSTALLED_APPS = [
    "config.apps.TrackerConfig",
    "logframe.apps.LogframeConfig",
    "meetings.apps.MeetingsConfig",
    "config.apps.TrackerAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "import_export",
    "simple_history",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.IsolationMiddleware",
    "csp.middleware.CSPMiddleware",
    # For slow lines. Against guessing a secret by a page's length (BREACH): the token is masked
    # anew each time, Django blurs the length, and SameSite=Lax leaves other sites only open links.
    # A page that is kept is sent the same each time, so its length tells nothing of its secret.
    "django.middleware.gzip.GZipMiddleware",
    "config.middleware.KnownMethodsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.UnkeptMiddleware",
    "config.sessions.SessionEndMiddleware",
    "config.middleware.SignInRequiredMiddleware",
    "config.second_factor.SecondFactorMiddleware",
    "config.rate_limits.ExpensiveMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "config.audit.ExportMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.kept_pages.KeptPagesMiddleware",
    "config.as_of.AsOfMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "config.template_backend.DjangoTemplates",
        "NAME": "django",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context_processors.programme",
            ],
        },
    }
]

DATA_DIR.mkdir(exist_ok=True)
DATABASES = {
    "default": database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'logframe.sqlite3'}")
}
if os.environ.get("REPLICA_URL"):
    # A copy that follows the database: pages to read ask it, see config.replica.
    DATABASES["replica"] = read_only(database("REPLICA_URL"))
    DATABASE_ROUTERS = ["config.replica.Router"]
    # First, so that a page is kept under the revision of the copy from which it is made.
    place = MIDDLEWARE.index("config.kept_pages.KeptPagesMiddleware")
    MIDDLEWARE.insert(place, "config.replica.ReplicaMiddleware")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": cache(os.environ.get("CACHE_URL", "")),
    # A page is kept by each process for itself: what was written makes all of them ask again.
    "pages": in_memory("pages", most=4000),  # of about 10 KB each
    "long_pages": in_memory("long_pages", most=100),
}

# Words that everybody would try here first; config.passwords refuses what is little else.
PASSWORD_WORDS = (
    PROGRAMME_NAME,
    *PROGRAMME_SITE_TITLE.split(),
    "secretariat",
    "officer",
    "manager",
    "administrator",
    "escap",
    "korea",
    "incheon",
    "seoul",
    "songdo",
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "config.passwords.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "config.rights.RightsBackend",
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # an invitation is good over a weekend

# Against guessing: an account is closed only for the address from which somebody guesses.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "config.sign_in.locked_out"
AXES_CLIENT_IP_CALLABLE = "config.sign_in.client_address"
AXES_DISABLE_ACCESS_LOG = True  # config.audit logs, without addresses
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # config.admin has the one page of it that is used
# How many proxies stand in front, each of which adds an address to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("PROXIES", default=0 if DEBUG else 1)

ACCOUNT_ADAPTER = "config.sign_in.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # who adds a person vouches for the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Django's own: allauth's would keep addresses beside that of the account, good for a reset too.
RESET_LINKS = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = RESET_LINKS
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{PROGRAMME_NAME}: "
# An app on the phone gives the code that managers and administrators need besides their password.
MFA_REQUIRED = env_bool("MFA_REQUIRED", default=not DEBUG)
MFA_OF_EVERYBODY = env_bool("MFA_OF_EVERYBODY", default=False)
MFA_ADAPTER = "config.second_factor.SecondFactorAdapter"
MFA_TOTP_ISSUER = f"{PROGRAMME_NAME} {PROGRAMME_SITE_TITLE}"
MFA_TOTP_TOLERANCE = 0  # a code is good for the 30 seconds in which it is shown
MFA_RECOVERY_CODES_SHOW_ONCE = True
# After so many hours without a page, and so many since the sign-in, a person signs in again.
SESSION_IDLE_HOURS = env_int("SESSION_IDLE_HOURS", default=8)
SESSION_LONGEST_HOURS = env_int("SESSION_LONGEST_HOURS", default=24)
SESSION_COOKIE_AGE = SESSION_IDLE_HOURS * 3600

# The organisation's own sign-in, by OpenID Connect. It opens the accounts that exist, by the
# address that it has verified, and makes none.
OIDC_NAME = os.environ.get("OIDC_NAME", "the organisation")
OIDC_SERVER_URL = os.environ.get("OIDC_SERVER_URL", "")
OIDC_PROVIDER = "organisation"
SOCIALACCOUNT_ADAPTER = "config.sign_in.OrganisationAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: no form leads to another site
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": OIDC_PROVIDER,
                "name": OIDC_NAME,
                "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
                "secret": env_secret("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}

LANGUAGE_CODE = "en-gb"
# Every text of the pages can be translated; English is complete, and the only one offered yet.
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Seoul"  # the Secretariat's office; decides on which day a value was verified
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
MEDIA_ROOT = DATA_DIR / "evidence"  # outside every path that is served
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": storage(os.environ.get("EVIDENCE_STORAGE", "")),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if not DEBUG:
    # After what adds headers, which files need too; in development runserver has the static files.
    MIDDLEWARE.insert(3, "whitenoise.middleware.WhiteNoiseMiddleware")
    STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# What a page of another site may embed of ours, and the reverse: nothing; and no sensor is used.
ISOLATION_HEADERS = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# What a page says once stays on the server, not in a cookie of its own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if not DEBUG:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # A proxy asks on the inside, without TLS; a feed refuses what should have come by it.
    SECURE_REDIRECT_EXEMPT = [r"^(health|ready)z$", r"^feeds/."]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # A browser takes these names only from this host itself, over TLS.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

# Where the links of a mail lead.
SITE_URL = os.environ.get(
    "SITE_URL", "http://127.0.0.1:8000" if DEBUG else f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
).rstrip("/")
# Reminders leave by the mail server that EMAIL_HOST names; without one they are only printed.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_BACKEND = os.environ.get(
    "EMAIL_BACKEND",
    f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend",
)
EMAIL_PORT = env_int("EMAIL_PORT", default=587)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env_secret("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "tracker@localhost")

# One line of JSON on the error output for each sign-in, refusal, export and the like (see
# logframe.audit_log), and for each error (see config.error_log). A service's journal keeps them.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(message)s"},
        "error": {"()": "config.error_log.ErrorLine"},
    },
    "handlers": {
        "audit": {"class": "logging.StreamHandler", "formatter": "line"},
        "errors": {"class": "logging.StreamHandler", "formatter": "error", "level": "ERROR"},
    },
    "root": {"handlers": [] if DEBUG else ["errors"]},
    "loggers": {
        "audit": {"level": "INFO", "handlers": [] if DEBUG else ["audit"]},
        "axes": {"level": "ERROR"},  # the audit log has what it would tell
    },
}

DJANGO_TABLES2_TEMPLATE = "components/table.html"
FILTERS_EMPTY_CHOICE_LABEL = gettext_lazy("all")

# One permission code each: viewing lets nobody import. has_import_permission asks for "add" too.
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"
IMPORT_EXPORT_USE_TRANSACTIONS = True
# A meeting with all decisions of its report on one page of the admin has more fields than 1000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True  # a reason is as long as it is
SIMPLE_HISTORY_REVERT_DISABLED = True  # going back is a new entry with a reason, never a click
