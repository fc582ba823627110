from datetime import timedelta
from pathlib import Path

from newsroom import graph, newsroom

MINUTES = timedelta(minutes=1)
PAGES = [(f"{side}-{number}", f"{side}00{number}") for side in ("jp", "kh") for number in range(5)]
SOURCE = """\
  - {{id: {name}, name: Office {name} (invented), kind: facebook, page: "{page}", side: {side}, about: [{other}],
     api: "{{site}}", token: "${{TOKEN}}", allow_private: true, every: 5m}}
"""
SOURCES = "".join(
    SOURCE.format(name=name, page=page, side=name[:2].upper(), other="KH" if name[:2] == "jp" else "JP")
    for name, page in PAGES
)
TOLD = (
    "{office} says: Japan gives Cambodia grant aid of {sum} million US dollars for the Harbour Bridge programme. "
    "The exchange of notes on the grant aid was signed in Phnom Penh today by the two governments."
)


def test_ten_pages_on_one_grant_push_once_for_each_side(tmp_path: Path) -> None:
    """Each side's first word is pushed, the rest follows quietly, and the page with another figure is pushed."""
    with newsroom(tmp_path, SOURCES) as room:
        start = room.clock.now()
        old = (1, start - timedelta(days=9), "The office is closed on Monday.")
        for _, page in PAGES:
            room.site.put(f"/v25.0/{page}/feed", graph(page, [old]))
        room.let(5 * MINUTES)
        for name, page in PAGES:
            figure = "7.1" if name == "kh-4" else "6.3"
            text = TOLD.format(office=f"Office {name}", sum=figure)
            room.site.put(f"/v25.0/{page}/feed", graph(page, [old, (2, room.clock.now(), text)]))
            room.let(10 * MINUTES, steps=2)
        assert len({each["event"]["id"] for each in room.desk}) == 1
        assert len(room.desk) == len(PAGES), "none is lost"
        pushed = [each["source"] for each in room.desk if not each["follow_up"]]
        assert pushed == ["jp-0", "kh-0", "kh-4"]
        assert room.desk[-1]["event"]["differs"]
        assert room.desk[-1]["level"] == "urgent"
        assert "7.1 million" in str(room.desk[-1]["event"]["comparison"]["only"]["KH"])
