"""Figures about the running server for Prometheus, at /metrics, where GAGYO_METRICS_TOKEN is set."""

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare

from gagyo.common.queries import background_counts, data_version

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


@dataclass(frozen=True)
class Instruments:
    """What each request is counted by."""

    requests: "Counter"
    seconds: "Histogram"


@cache
def instruments() -> Instruments:
    """Return the instruments, made when first needed: without metrics the library is never loaded."""
    from prometheus_client import Counter, Histogram

    return Instruments(
        Counter("gagyo_requests", "Requests by view and status.", ["view", "method", "status"]),
        Histogram("gagyo_request_seconds", "Time to answer, by view.", ["view"], buckets=BUCKETS),
    )


def view_name(request: HttpRequest) -> str:
    """Return the view's name: never the address, which may name people and has no end of values."""
    if request.path.startswith(settings.STATIC_URL):
        return "static"
    match = request.resolver_match
    return (match.view_name or "unnamed") if match else "kept or not found"


class MetricsMiddleware:
    """Counts and times every request, where metrics are asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.instruments = instruments()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and count that."""
        began = time.perf_counter()
        response = self.get_response(request)
        view = view_name(request)
        self.instruments.requests.labels(view, request.method, str(response.status_code)).inc()
        self.instruments.seconds.labels(view).observe(time.perf_counter() - began)
        return response


class StateCollector:
    """Reads from the database, when asked, what waits and what failed."""

    def collect(self) -> Iterable[Any]:
        """Return the gauges."""
        from prometheus_client.core import GaugeMetricFamily

        counts = background_counts()
        yield GaugeMetricFamily("gagyo_mail_waiting", "Messages in the outbox.", value=counts.mail_waiting)
        yield GaugeMetricFamily("gagyo_mail_failed", "Messages given up.", value=counts.mail_failed)
        yield GaugeMetricFamily("gagyo_tasks_waiting", "Background tasks in the queue.", value=counts.tasks_waiting)
        yield GaugeMetricFamily("gagyo_tasks_failed", "Background tasks that failed.", value=counts.tasks_failed)
        yield GaugeMetricFamily("gagyo_data_version", "Rises with every change of the data.", value=data_version())


def exposition() -> bytes:
    """Return every figure in Prometheus's text format; the counters of all web processes together."""
    from prometheus_client import REGISTRY, CollectorRegistry, generate_latest, multiprocess

    state = CollectorRegistry()
    state.register(StateCollector())
    counted = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        counted = CollectorRegistry()
        multiprocess.MultiProcessCollector(counted)  # type: ignore[no-untyped-call]  # the library has no types here
    return bytes(generate_latest(counted) + generate_latest(state))


def metrics(request: HttpRequest) -> HttpResponse:
    """Show the figures to whoever has the token; without the setting there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse("a bearer token is needed\n", status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")
