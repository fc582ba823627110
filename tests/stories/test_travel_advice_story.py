"""What Japan's foreign ministry changes in its travel advice, as the desk hears of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from newsroom import Newsroom, newsroom

SOURCE = """\
  - {id: advice, name: Safety data (invented), kind: japan-travel-advice, country: KH, url: "{site}/opendata", side: JP,
     about: [KH], allow_private: true, every: 10m}
"""
MAIL = (
    "<mail><keyCd>{0}</keyCd><infoType>R10</infoType><leaveDate>2026/03/02 1{0}:00:00</leaveDate>"
    "<title>カンボジア:入国規制の変更({0})</title><mainText>カンボジアへの入国に査証が必要になります({0})。</mainText></mail>"
)
SORRY = "<!DOCTYPE html><html><body><p>申し訳ございません。</p></body></html>"


def put(room: Newsroom, levels: tuple[int, ...], *mails: int) -> None:
    """The country's file, with these levels in force."""
    in_force = "".join(f"<riskLevel{level}>{int(level in levels)}</riskLevel{level}>" for level in (4, 3, 2, 1))
    told = "".join(MAIL.format(number) for number in mails)
    body = f'<?xml version="1.0"?><opendata><country><cd>0855</cd></country>{in_force}{told}</opendata>'
    room.site.put("/opendata/country/0855A.xml", body, "text/xml")


@pytest.mark.parametrize(("before", "after"), [((1,), (1, 2)), ((2,), (1,)), ((1,), ()), ((), (4,))])
def test_a_level_of_risk_that_changes_is_an_urgent_edit(
    tmp_path: Path, before: tuple[int, ...], after: tuple[int, ...]
) -> None:
    """Raised, lowered, lifted or new: the desk hears at once, and urgently, what the level was and is."""
    with newsroom(tmp_path, SOURCE) as room:
        put(room, before)
        room.let(timedelta(minutes=11))
        put(room, after)
        room.let(timedelta(minutes=11))
        assert [(told["change"], told["level"]) for told in room.desk] == [("edited", "urgent")]


def test_a_page_of_apology_is_a_failure_and_takes_nothing_along(tmp_path: Path) -> None:
    """A mail is new; a page of apology with status 200 is told to the operators, and no notice is missed by it."""
    with newsroom(tmp_path, SOURCE) as room:
        put(room, (1,))
        room.let(timedelta(minutes=11))
        put(room, (1,), 3)
        room.let(timedelta(minutes=11))
        assert [told["change"] for told in room.desk] == ["new"]
        room.site.put("/opendata/country/0855A.xml", SORRY)
        room.let(timedelta(hours=4), steps=12)
        assert ["unreadable" in notice["text"] for notice in room.ops] == [True]
        put(room, (1,), 3)
        room.let(timedelta(hours=2), steps=6)
        assert [told["change"] for told in room.desk] == ["new"]
        assert len(room.ops) == 2
