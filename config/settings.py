"""All settings, from the environment. What a clone without environment gets is the demo on embedded servers.

Production is chosen by giving DATABASE_URL (or DEPLOYMENT=production) and refuses to start on anything unsafe:
``config/deployment.py``. Every variable is described in ``docs/operations.md``.
"""

from datetime import timedelta
from pathlib import Path

import environ
import pghistory
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

import config.celery  # noqa: F401 -- every process with settings has the Celery application
from config import databases, deployment, secrets

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

env = environ.Env()
DEPLOYMENT = deployment.kind(env.ENVIRON)
PRODUCTION, TESTING = DEPLOYMENT == "production", DEPLOYMENT == "test"

DEBUG = env.bool("DEBUG", default=False)
if PRODUCTION:
    deployment.refuse_unsafe_production(env.ENVIRON, debug=DEBUG)
_generated = {} if PRODUCTION else secrets.of_clone(VAR / "secrets.json")

# Secrets. DATA_KEY encrypts personal fields, DIGEST_KEY finds them; both live as long as the data.
SECRET_KEY = env.str("SECRET_KEY", default=_generated.get("SECRET_KEY", ""))
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DATA_KEY = env.str("DATA_KEY", default=_generated.get("DATA_KEY", ""))
DATA_KEYS_OLD = env.dict("DATA_KEYS_OLD", default={})
DIGEST_KEY = env.str("DIGEST_KEY", default=_generated.get("DIGEST_KEY", ""))
DEMO_PASSWORD = None if PRODUCTION else env.str("DEMO_PASSWORD", default=_generated["DEMO_PASSWORD"])

# The business date of demo and tests; None follows the calendar, and production always does.
BUSINESS_DATE = env.str("BUSINESS_DATE", default=None if PRODUCTION else "2022-01-12")

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Names on the pages and papers.
PRODUCT_NAME = env.str("PRODUCT_NAME", default="民政业务平台")
BRAND_NAME = env.str("BRAND_NAME", default="民政业务")
BUREAU_NAME = env.str("BUREAU_NAME", default="鄞州区民政局")

INSTALLED_APPS = [
    # Before Django's own apps: `core` brings a `migrate` that signs in as the owner and grants the rights.
    "apps.core",
    "apps.audit",
    "apps.regions",
    "apps.accounts",
    "apps.policy",
    "apps.jobs",
    "apps.files",
    "apps.pages",
    "apps.people",
    "apps.casework",
    "apps.payments",
    "apps.imports",
    "apps.statistics",
    "apps.assistance",
    "apps.console",
    "apps.reports",
    "apps.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "axes",
    "csp",
    "django_htmx",
    "django_filters",
]
AUTH_USER_MODEL = "accounts.User"


MIDDLEWARE = [
    "config.proxy.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.health.HealthMiddleware",
    "config.unavailable.UnavailableMiddleware",
    "csp.middleware.CSPMiddleware",
    "apps.pages.errors.MaintenanceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "apps.accounts.middleware.ActorMiddleware",
    "apps.pages.errors.DomainErrorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "apps.pages.forms.Renderer"
CSRF_FAILURE_VIEW = "apps.pages.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "apps.pages.context.frame",
            ],
        },
    }
]

# Servers.
_addresses = databases.addresses(env.ENVIRON, deployment=DEPLOYMENT)
DATABASES = databases.configure(
    _addresses, deployment=DEPLOYMENT, pool_size=env.int("DATABASE_POOL_SIZE", default=8)
)
DATABASE_APP_ROLE = databases.application_role(_addresses)
DATABASE_ASSUMES_ROLE = _addresses.assume_role
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = _addresses.redis
_REDIS_TIMEOUTS = {"socket_timeout": 2, "socket_connect_timeout": 2}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.str("CACHE_URL", default=REDIS_URL),
        "KEY_PREFIX": f"yz-{DEPLOYMENT}{env.str('TEST_DB_SUFFIX', default='')}",
        "OPTIONS": _REDIS_TIMEOUTS,
    }
}

# Row history: the trigger keeps the old row, once a statement, with its context in the row itself.
PGHISTORY_LEVEL = pghistory.Statement
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()

# Celery only wakes workers; the table of jobs is the queue of record.
CELERY_BROKER_URL = databases.broker_url(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **_REDIS_TIMEOUTS,
    "visibility_timeout": 3600,
    "global_keyprefix": f"yz-{DEPLOYMENT}-",
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_TIMEZONE = "Asia/Shanghai"
JOBS_LEASE_SECONDS = env.float("JOBS_LEASE_SECONDS", default=30.0)

# Sign-in and sessions. Sessions are rows, so that they die at once with a grant.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "apps.accounts.passwords.ContextWordsValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# A lock ends when the page said it would, and the sign-in page itself says so; sign-ins are in our own trail.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "apps.accounts.signin.keep_response"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "config.proxy.client_address"

LOGIN_URL = "/session/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/session/"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=15 * 60)
SESSION_ABSOLUTE_SECONDS = env.int("SESSION_ABSOLUTE_SECONDS", default=8 * 3600)
# While this file exists every page is the maintenance page, with the text of the file.
MAINTENANCE_FILE = env.str("MAINTENANCE_FILE", default=str(BASE_DIR / "var" / "maintenance"))
# Posts (codes of fixtures/reference/posts.json) that may be used only with an authenticator.
SECOND_FACTOR_POSTS = env.list("SECOND_FACTOR_POSTS", default=[])
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Transport. The demo speaks plain http on loopback; production is behind TLS or is not reached at all.
PROXY_COUNT = env.int("PROXY_COUNT", default=1 if PRODUCTION else 0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# Language and time.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# Files.
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
FILES_ROOT = env.path("FILES_ROOT", default=str(VAR / "files"))
MEDIA_ROOT = str(FILES_ROOT)
BACKUP_DIR = env.str(
    "BACKUP_DIR", default=""
)  # where `manage.py backup` writes; an alarm when nothing new is in it
FIXTURE_DIRS = [BASE_DIR / "fixtures" / "reference"]
FONTS_ROOT = VAR / "fonts"
REPORT_FONTS = env.list("REPORT_FONTS", default=[])
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# Names of static files carry their hash only where `collectstatic` has run; tests read the sources.
_static = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if TESTING
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(FILES_ROOT)},
    },
    "staticfiles": {"BACKEND": _static},
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
WHITENOISE_AUTOREFRESH = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING" if TESTING else "INFO")},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}

if TESTING and not BUSINESS_DATE:
    raise ImproperlyConfigured("Tests need a BUSINESS_DATE: rules must not depend on the day they run.")
