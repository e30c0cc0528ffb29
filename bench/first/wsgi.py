"""The door for granian."""

from collections.abc import Callable, Iterable
from typing import Any

from gagyo.config.wsgi import application as gagyo


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Forget everything, then answer."""
    from gagyo.common.queries import forget_kept
    from gagyo.common.views.parts import KEPT

    forget_kept()
    KEPT.forget()
    answer: Iterable[bytes] = gagyo(environ, start_response)
    return answer
