"""The JSON door: one NinjaAPI, one router from each app."""

from ninja import NinjaAPI

from gagyo import __version__

api = NinjaAPI(title="Gagyo", version=__version__, urls_namespace="api")
