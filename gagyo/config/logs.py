"""One line of JSON for each event, with the request's id."""

import logging
import re

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

PERSONAL = ("ip", "user_agent", "email", "username")
# What follows these in an address opens something to whoever knows it, so it stands in no log.
SECRET_PART = re.compile(
    r"(/(?:meet|meet-calendar|meetings/board|meetings/arrive|interpreting/answer|welcome/requests|survey|invitations|"
    r"calendar|reset/key|confirm-email)/)[^/\s]+"
)


def without_personal_data(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Drop addresses, and what was searched for: the audit record is where people are named."""
    for key in PERSONAL:
        event.pop(key, None)
    if isinstance(request := event.get("request"), str):
        event["request"] = SECRET_PART.sub(r"\1***", request.split("?", 1)[0])
    if isinstance(words := event.get("event"), str):
        event["event"] = SECRET_PART.sub(r"\1***", words)
    return event


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    without_personal_data,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
]

structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *SHARED,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)


def formatter(*, debug: bool) -> logging.Formatter:
    """Return the formatter for every handler: readable lines in debugging, JSON otherwise."""
    renderer: Processor = (
        structlog.dev.ConsoleRenderer() if debug else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        foreign_pre_chain=SHARED,
    )
