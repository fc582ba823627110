"""How much of its calls an app has used, as Graph tells in headers, and until when it should rest."""

import re
from datetime import datetime, timedelta

from monitor.model import Capture

RESTS_FROM = 80
"""Per cent of any limit from which we rest; at 100 Graph refuses."""

_HEADERS = ("x-app-usage", "x-page-usage", "x-business-use-case-usage")
# Read leniently: single quotes were seen in one of them.
_PER_CENT = re.compile(r"""["'](?:call_count|total_cputime|total_time)["']\s*:\s*(\d{1,4})""")
_MINUTES = re.compile(r"""["']estimated_time_to_regain_access["']\s*:\s*(\d{1,5})""")


def rest_until(capture: Capture) -> datetime | None:
    """When to ask again, where a limit is near (the longer, the nearer it is) or Graph names a time; else None."""
    told = " ".join(filter(None, (capture.header(name) for name in _HEADERS)))
    used = max(map(int, _PER_CENT.findall(told)), default=0)
    minutes = max(map(int, _MINUTES.findall(told)), default=0)
    if used >= RESTS_FROM and not minutes:
        minutes = 2 * (min(used, 100) - RESTS_FROM + 5)
    return capture.captured_at + timedelta(minutes=min(minutes, 24 * 60)) if minutes else None
