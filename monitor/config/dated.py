"""The warnings that depend on the day: what a kind says of a source's options, and what of them is about to end."""

from collections.abc import Iterable
from datetime import date

from monitor.fetch import browser
from monitor.model import Source


def dated_warnings(sources: Iterable[Source], today: date) -> tuple[str, ...]:
    """One line each; a source that is not polled is not warned of."""
    return tuple(
        f'source "{source.id}": {warning}' for source in sources if source.pollable for warning in _of(source, today)
    )


def _of(source: Source, today: date) -> tuple[str, ...]:
    return (*source.options.warnings(today), *_of_the_browser(source)) if source.options is not None else ()


def _of_the_browser(source: Source) -> tuple[str, ...]:
    """Whether what its pages must be shown with is not installed here."""
    lacking = browser.missing() if getattr(source.options, "render", None) else ""
    return (f"it needs a browser, and {lacking}: {browser.MEND}",) if lacking else ()
