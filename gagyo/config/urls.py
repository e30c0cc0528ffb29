"""Every address. Korean without a prefix, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from gagyo.config.api import api
from gagyo.config.api_page import api_description
from gagyo.config.metrics import metrics

handler400 = "gagyo.common.views.errors.bad_request"
handler403 = "gagyo.common.views.errors.permission_denied"
handler404 = "gagyo.common.views.errors.page_not_found"
handler429 = "gagyo.common.views.errors.too_many_requests"
handler500 = "gagyo.common.views.errors.server_error"

urlpatterns = [
    path("metrics", metrics, name="metrics"),
    path("api/v1/", api.urls),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("accounts/", include("gagyo.accounts.urls")),
        path("accounts/", include("allauth.urls")),
        path("", include("gagyo.common.urls")),
        path("open-data/api/", api_description, name="api_description"),
        path("", include("gagyo.pages.urls")),
        path("", include("gagyo.registry.urls")),
        path("", include("gagyo.partnerships.urls")),
        path("", include("gagyo.meetings.urls")),
        path("", include("gagyo.visits.urls")),
        path("", include("gagyo.support.urls")),
        path("", include("gagyo.ambassadors.urls")),
        path("", include("gagyo.analytics.urls")),
        prefix_default_language=False,
    ),
]
