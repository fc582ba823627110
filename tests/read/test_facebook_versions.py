"""The pinned version of the Graph API: operators hear in time that it ends."""

from datetime import date, timedelta

import pytest

from monitor.config.dated import dated_warnings
from monitor.model import Source
from monitor.read import READERS
from monitor.read.facebook_versions import ENDS, ends

FACEBOOK = READERS["facebook"]


def warned(version: str, today: date) -> tuple[str, ...]:
    """What `config check` and health say of a source that pins this version."""
    options = FACEBOOK.options(page="1001", token="invented-token", version=version)
    return dated_warnings([Source("office", "Office of Bridges", "facebook", options, None)], today)


@pytest.mark.parametrize(("version", "end"), ENDS.items())
def test_a_version_is_warned_of_before_it_ends(version: str, end: date) -> None:
    """Nothing is said long before; from three months before the end, its day; after it, that it has ended."""
    assert warned(version, end - timedelta(days=91)) == ()
    (line,) = warned(version, end - timedelta(days=90))
    assert line.startswith(f'source "office": {version} of the Graph API ends on {end}')
    assert "has ended" in warned(version, end)[0]


def test_versions_that_are_not_in_the_table() -> None:
    """What is older than all that is known has ended; of what is newer no day is known, and nothing is said."""
    assert ends("v19.0") == ends("v3.3") == min(ENDS.values())
    assert ends("v26.0") is None
    assert warned("v99.0", date(2040, 1, 1)) == ()


def test_the_version_that_is_used_unasked_has_not_ended() -> None:
    """The version that a source gets without saying one is good for more than a year after it was chosen."""
    end = ends(FACEBOOK.options(page="1001").version)
    assert end is None or end > date(2028, 1, 1)


def test_a_source_that_is_not_polled_is_not_warned_of() -> None:
    """A source that is switched off needs no new version."""
    options = FACEBOOK.options(page="1001", version="v20.0")
    off = Source("office", "Office of Bridges", "facebook", options, None, enabled=False)
    assert dated_warnings([off], date(2030, 1, 1)) == ()
