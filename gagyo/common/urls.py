"""Addresses that belong to every page: the contrast switch and the gallery of components."""

from django.urls import path

from gagyo.common.views.contrast import contrast
from gagyo.common.views.gallery import gallery

app_name = "common"
urlpatterns = [
    path("contrast/", contrast, name="contrast"),
    path("gallery/", gallery, name="gallery"),
]
