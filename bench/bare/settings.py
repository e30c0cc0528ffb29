"""Django with nothing but a database and a template; no middleware at all."""

import os
from pathlib import Path

import dj_database_url

SECRET_KEY = "bench"  # noqa: S105 - nothing is signed here
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.bare.urls"
INSTALLED_APPS = [
    "gagyo.common.apps.CommonConfig",
    "gagyo.accounts",
    "gagyo.registry",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
AUTH_USER_MODEL = "accounts.User"
DATABASES = {"default": dj_database_url.parse(os.environ["GAGYO_DATABASE_URL"], conn_max_age=60)}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
    }
]
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
