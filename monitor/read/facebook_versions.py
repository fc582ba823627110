"""When Meta ends the versions of its Graph API: about two years after each came out."""

from datetime import date

ENDS = {
    "v20.0": date(2026, 9, 24),
    "v21.0": date(2027, 1, 21),
    "v22.0": date(2027, 5, 20),
    "v23.0": date(2027, 10, 8),
    "v24.0": date(2028, 2, 18),
    "v25.0": date(2028, 7, 29),
}
"""As Meta has announced; for a later version no day is known."""


def ends(version: str) -> date | None:
    """The day on which a version ends, or ended; one older than all that we know ended with the oldest of them."""
    oldest = min(ENDS, key=_place)
    return ENDS.get(version) or (ENDS[oldest] if _place(version) < _place(oldest) else None)


def _place(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.removeprefix("v").split(".")))
