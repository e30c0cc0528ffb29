"""The door for the production server."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from gagyo.kernels.limits.frames import roomy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gagyo.config.settings")
application = roomy(get_wsgi_application())
# Views are imported now, so that the first visitor does not wait for them.
get_resolver().url_patterns  # noqa: B018  # reading it is what imports them
