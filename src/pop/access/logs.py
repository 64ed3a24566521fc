"""Structured logs without personal data.

A log line has an event name and a closed list of fields. Django's own error log would print the request's
path with identifiers and a traceback with local values; `Quiet` keeps the kind of error and the place.
"""

import json
import logging
import traceback
from typing import Any

ALLOWED = ("event", "status", "method", "route", "error", "where", "count", "seconds", "language")
"""Fields that can hold no personal data. Anything else is dropped, not printed."""


class Quiet(logging.Formatter):
    """One JSON object a line: when, level, logger, event, and for an error its type and place."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        fields = record.msg if isinstance(record.msg, dict) else {"event": record.funcName}
        line.update({name: fields[name] for name in ALLOWED if name in fields})
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        if match is not None:
            line["route"] = match.route
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            if frames:
                line["where"] = f"{frames[-1].filename.rsplit('/pop/', 1)[-1]}:{frames[-1].lineno}"
        return json.dumps(line, ensure_ascii=False)


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": Quiet}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
