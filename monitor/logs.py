"""structlog: pretty on a terminal, one JSON object a line otherwise; secrets masked, one event is one line."""

import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any

import structlog

MASK = "***"
_secrets: set[str] = set()
_QUERY = re.compile(r"(?i)\b(access_token|token|appsecret_proof|key|secret|password)=[^&\s\"']+")
_USERINFO = re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")


def hide(values: Iterable[str]) -> None:
    """From now on mask these values in every log line (called when the configuration resolves a secret)."""
    _secrets.update(value for value in values if len(value) >= 6)


def mask(text: str) -> str:
    """`text` without known secrets, tokens in query strings and user:password in addresses."""
    for secret in _secrets:
        text = text.replace(secret, MASK)
    return _USERINFO.sub(MASK, _QUERY.sub(rf"\1={MASK}", text))


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {key: _masked(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(each) for each in value]
    return value


def _mask_all(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        event[key] = _masked(value)
    return event


def set_up(level: str = "info") -> None:
    """Configure logging for this process, on standard error."""
    pretty = sys.stderr.isatty()
    processors: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _mask_all,
        structlog.dev.ConsoleRenderer() if pretty else structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Libraries speak through the standard library; only their warnings matter, and they may hold addresses.
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s", force=True)
    for name in ("urllib3", "warcio"):  # apprise has a place of its own for its lines: alert/service.py
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


log = structlog.get_logger
"""`log().info("poll", source=…)`: the event first, facts as fields."""
