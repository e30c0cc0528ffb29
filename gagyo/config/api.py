"""The JSON door: one NinjaAPI, one router from each app. Every error is a problem (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from gagyo import __version__
from gagyo.common.schemas import Problem, ProblemField

PROBLEM = "application/problem+json"
DESCRIPTION = (
    "Open data of Gagyo: who is tied to whom, since when. Public rows need no token; a token of an office opens what "
    "the office reads. 공개 자료는 인증 없이 조회하고, 기관 토큰이 있으면 그 기관이 볼 수 있는 자료까지 조회합니다."
)

TITLES = {
    400: gettext_lazy("Request not understood"),
    401: gettext_lazy("Token not accepted"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("Method not allowed"),
    409: gettext_lazy("Changed meanwhile"),
    422: gettext_lazy("Parameters do not fit"),
    429: gettext_lazy("Too many requests"),
    500: gettext_lazy("The server could not answer"),
}


class GagyoAPI(NinjaAPI):
    """The API, with a schema that tells the whole truth."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the schema; reading takes a token or none, and every operation may answer with a problem."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        parts = schema["components"].setdefault("schemas", {})
        parts.update(problem.pop("$defs", {}))
        parts["Problem"] = problem
        for methods in schema["paths"].values():
            for method, operation in methods.items():
                for parameter in operation.get("parameters", []):
                    if parameter["schema"].get("default", "") is None:
                        del parameter["schema"]["default"]
                if method == "get" and operation.get("security"):
                    operation["security"] = [{}, *operation["security"]]
                operation["responses"]["default"] = {
                    "description": "Problem",
                    "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
        return schema


def sentence(status: int) -> str:
    """Return what to do next where an operation says nothing itself."""
    sentences = {
        400: _("The request cannot be read. Compare it with the API description at /api/v1/openapi.json."),
        401: _("The token is unknown, revoked or past its date. Ask your office for a new one."),
        403: _("You may not do this. Sign in, or use a token that has the scope."),
        404: _("Nothing is at this address, or it is not public. Check the address, or use your office's token."),
        405: _("This address takes other methods: see the Allow header."),
        429: _("Too many requests in a minute. Wait the seconds that Retry-After says, then go on."),
    }
    return sentences.get(status, _("The server could not answer. Try again; if it stays so, tell the operator."))


def problem_response(
    request: HttpRequest, *, status: int, detail: str = "", errors: list[ProblemField] | None = None
) -> HttpResponse:
    """Return an error in the words of RFC 9457, in the language that the caller asked for."""
    body = Problem(
        title=str(TITLES.get(status, HTTPStatus(status).phrase)),
        status=status,
        detail=detail or sentence(status),
        instance=request.path,
        errors=errors or [],
    )
    return HttpResponse(body.model_dump_json(), status=status, content_type=PROBLEM)


api = GagyoAPI(
    title="Gagyo",
    version=__version__,
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
)

api.add_router("", "gagyo.partnerships.api.router", tags=["Ties and exchange projects"])
api.add_router("", "gagyo.visits.api.router", tags=["Delegation visits"])
api.add_router("", "gagyo.support.api.router", tags=["Support requests"])
api.add_router("", "gagyo.registry.api.router", tags=["Countries, regions, places and bodies"])


def plain(message: str) -> str:
    """Return a validator's sentence without the words that pydantic puts before it."""
    return message.removeprefix("Value error, ")


@api.exception_handler(Http404)
def on_missing(request: HttpRequest, _error: Http404) -> HttpResponse:
    """Answer for a record that is not there, or not for this caller."""
    return problem_response(request, status=404)


@api.exception_handler(HttpError)
def on_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer with the sentence of the error."""
    return problem_response(request, status=error.status_code, detail=error.message)


@api.exception_handler(ValidationError)
def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer with each parameter that does not fit."""
    found = [
        ProblemField(
            field=".".join(str(part) for part in each["loc"][1:]) or str(each["loc"][0]), message=plain(each["msg"])
        )
        for each in error.errors
    ]
    named = "; ".join(f"{each.field}: {each.message.rstrip('.')}" for each in found)
    detail = _("These parameters do not fit: %(named)s. Correct them and ask again.") % {"named": named}
    return problem_response(request, status=422, detail=detail, errors=found)
