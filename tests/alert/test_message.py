"""What an alert says."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alert_samples import NEWSROOM, POSTED, RIVERS, SEEN, TEXT, assessment, delivery, edit, finding, notice, version
from monitor.alert.message import alert, bundle
from monitor.model import Byline, ChangeKind, Finding, Level, Media, NoticeKind, Reason

NOW = SEEN + timedelta(minutes=1)


def said(subject: Finding, **fields: object) -> tuple[str, str]:
    """Title and body of the alert about it."""
    message = alert(delivery(subject, **fields), NEWSROOM, NOW)
    return message.title, message.body


def test_new() -> None:
    """An alert reads like the one in the product's description."""
    title, body = said(finding())
    assert title == "JP · NEW · travel · URGENT — Ministry of Rivers (Facebook)"
    assert body.splitlines() == [
        "“… The Harbour Track will begin as early as early September. …”",
        "Posted 19:42 Phnom Penh (21:42 Tokyo), seen 19:44",
        "Why: Harbour Track [entry scheme]; Cambodia named",
        f"https://rivers.test/posts/1          {delivery(finding()).alert}",
    ]


def test_edit_quotes_what_was_withdrawn() -> None:
    """An edit that drops the passage which made it relevant quotes the withdrawn words."""
    after = TEXT.replace("The Harbour Track will begin as early as early September. ", "")
    title, body = said(edit(TEXT, after, relevant=False))
    assert title.startswith("JP · EDITED · travel")
    assert "Withdrawn: “… The Harbour Track will begin as early as early September. …”" in body
    assert "no longer concerns the beat; before this edit it did" in body
    assert "Why: before this edit: Harbour Track [entry scheme]" in body


def test_edit_of_a_figure_is_told_whole() -> None:
    """A changed figure is quoted whole on both sides, and told by itself."""
    _, body = said(edit(TEXT, TEXT.replace("14 days", "104 days")))
    assert "Withdrawn: “… Travellers stay at home for 14 days. …”" in body
    assert "Now: “… Travellers stay at home for 104 days. …”" in body
    assert "Changed: “14” → “104”" in body


def test_edit_that_only_adds_withdraws_nothing() -> None:
    """Words that were only added are shown beside the sentence as it was; nothing is called withdrawn."""
    _, body = said(edit(TEXT, TEXT.replace("14 days", "14 days or more")))
    assert "Withdrawn" not in body
    assert "Was: “… Travellers stay at home for 14 days. …”" in body
    _, body = said(edit(TEXT, f"{TEXT} Boats may pass."))
    assert "Was" not in body
    assert "Now: “… Boats may pass.”" in body


def test_edit_of_a_title_and_of_typography() -> None:
    """A changed headline is quoted before and after; an edit of typography says that it is no more."""
    renamed = edit(TEXT, TEXT, significant=False)
    change = replace(renamed.change, before=version(title="Old piers"), after=version(title="New piers"))
    _, body = said(replace(renamed, change=change))
    assert "Title was: “Old piers”\nTitle now: “New piers”" in body
    assert "Only typography changed" in body


def test_long_edit_is_shown_from_its_first_difference() -> None:
    """In a text of 100,000 characters the changed sentence is found and quoted."""
    filler = "Water stands at four metres. " * 2000
    _, body = said(edit(f"{filler}Piers open at 6. {filler}", f"{filler}Piers open at 7. {filler}"))
    assert "Withdrawn: “… Piers open at 6. …”" in body
    assert "Now: “… Piers open at 7. …”" in body


def test_no_longer_public_is_said_carefully() -> None:
    """A deletion says what was seen and what shows it, and does not pretend to know who did it."""
    gone = finding(
        kind=ChangeKind.DELETED,
        last_seen_at=SEEN,
        missing_at=(SEEN + timedelta(minutes=5), SEEN + timedelta(minutes=16)),
        proof="404 at its own address",
    )
    title, body = said(gone)
    assert "NO LONGER PUBLIC" in title
    assert (
        "last seen 19:44 Phnom Penh (21:44 Tokyo), missing 19:49 and 20:00; deleted or hidden, we cannot tell" in body
    )
    assert "What shows it: 404 at its own address" in body
    assert "Last wording: “…" in body


def test_many_looks_are_a_short_line() -> None:
    """Of a source that is polled twice a minute the first looks that missed and the last are told, each minute once."""
    looks = tuple(SEEN + timedelta(seconds=30 * each) for each in range(2, 24))
    gone = finding(kind=ChangeKind.DELETED, last_seen_at=SEEN, missing_at=looks)
    assert "missing 19:45, 19:46, … and 19:55; deleted" in said(gone)[1]


def test_replaced() -> None:
    """A post that was taken down and posted again says both, what changed, and links to the one that stands there."""
    again = TEXT.replace("14 days", "10 days")
    replaced = finding(
        kind=ChangeKind.REPLACED,
        before=version(),
        after=version(again, published_at=POSTED + timedelta(hours=1)),
        url="https://rivers.test/posts/2",
        twin="s9",
        last_seen_at=SEEN,
        missing_at=(SEEN + timedelta(minutes=5), SEEN + timedelta(minutes=16)),
        proof="404 at its own address",
    )
    title, body = said(replaced)
    assert "REPLACED" in title
    assert "“… Travellers stay at home for 14 days. …”\nNow: “… Travellers stay at home for 10 days. …”" in body
    assert "The same source posted near the same text again, which stands at the link; of the first post:\n" in body
    assert "No longer public: last seen 19:44 Phnom Penh (21:44 Tokyo), missing 19:49 and 20:00; deleted" in body
    assert "Posted again 20:42 Phnom Penh" in body
    assert "Changed: “14” → “10”" in body
    assert "https://rivers.test/posts/2" in body


def test_restored() -> None:
    """A statement that is back says since when, and when it was posted."""
    title, body = said(finding(kind=ChangeKind.RESTORED))
    assert "PUBLIC AGAIN" in title
    assert "Public again, seen 19:44 Phnom Penh (21:44 Tokyo)\nPosted 19:42" in body


def test_late_finding_tells_true_times() -> None:
    """What was posted while we were blind says when it was posted, when it was seen, and how late that is."""
    message = alert(delivery(finding(at=POSTED + timedelta(hours=36))), NEWSROOM, POSTED + timedelta(hours=37))
    assert "Posted 19:42 Phnom Penh on 2 March 2026 (21:42 Tokyo), seen 07:42" in message.body
    assert "Seen late: 36 hours after it was posted" in message.body


def test_day_without_hour() -> None:
    """A source that gives only a day is not given an hour."""
    dated = finding(after=version(published_at=date(2026, 3, 2)))
    assert "Dated 2 March 2026, no hour given, seen 19:44 Phnom Penh" in said(dated)[1]
    undated = finding(after=version(published_at=None))
    assert "No date given, seen 19:44 Phnom Penh" in said(undated)[1]


def test_cautions() -> None:
    """What was brought by hand, cut off, unsure or backfilled says so."""
    doubtful = Finding(
        finding(after=version(whole=False), backfilled=True).change,
        RIVERS,
        (assessment(relevant=False, unsure=True),),
        pasted=True,
    )
    title, body = said(doubtful, level=Level.ROUTINE)
    assert "UNSURE" in title
    for words in ("Brought by hand", "Could not be read whole: look yourself", "a person must judge", "Backfilled"):
        assert words in body


def test_reasons_in_the_original_script_are_glossed() -> None:
    """Words in another script stand as published, with what they mean in the newsroom's language."""
    text = "ប្រទេសជប៉ុននឹងបើកផ្លូវកំពង់ផែ។"
    khmer = assessment(
        text,
        language="km",
        reasons=(
            Reason("text", 14, 27, "ផ្លូវកំពង់ផែ", "topic", "travel", "harbour track"),
            Reason("text", 0, 12, "ប្រទេសជប៉ុន", "country", "JP"),
        ),
        why=("The text is written in the language of KH (Cambodia).",),
    )
    _, body = said(Finding(finding(text).change, RIVERS, (khmer,)))
    assert "Why: ផ្លូវកំពង់ផែ [harbour track]; Japan named: ប្រទេសជប៉ុន" in body
    assert "Why: The text is written in the language of KH (Cambodia)." in body


def test_label_and_repeat_stand_in_the_first_line() -> None:
    """DEMO stands before all else; what may be a copy says so."""
    message = alert(delivery(finding()), NEWSROOM, NOW, label="DEMO", repeat=True)
    assert message.title.startswith("DEMO · JP · NEW")
    assert message.title.endswith("(may be a repeat)")
    assert message.items[0].shape["repeat"] is True


def test_words_of_an_embargo_stand_first() -> None:
    """A public post that says that it must not be published yet says so first; what we kept back says until when."""
    words = "EMBARGOED UNTIL 21:00 (Phnom Penh time) 22 August 2020"
    public = finding(text=f"{words}\n\n{TEXT}")
    assert said(public)[0].startswith(f"EMBARGO WORDS: {words} · JP · NEW")
    title, body = said(replace(public, embargo_until=SEEN))
    assert title.startswith("JP · NEW")
    assert "Under an embargo until 19:44 Phnom Penh (21:44 Tokyo): it was kept back until then" in body


def test_our_page_is_linked_only_when_it_is_public() -> None:
    """The alert links to our own page when the newsroom has made it public."""
    assert "In our log" not in alert(delivery(finding()), NEWSROOM, NOW).body
    public = replace(NEWSROOM, public_url="https://log.newsroom.test/")
    assert "In our log: https://log.newsroom.test/statements/s2b3c4d5e6" in alert(delivery(finding()), public, NOW).body


def test_noise_is_said_at_a_link() -> None:
    """Each alert leads to where a person says that it is noise, and what is unsure to where it is decided."""
    assert "/review/" not in alert(delivery(finding()), NEWSROOM, NOW).body
    public = replace(NEWSROOM, public_url="https://log.newsroom.test/")
    told = alert(delivery(finding()), public, NOW)
    assert f"Noise? Say so: https://log.newsroom.test/review/{told.alert}" in told.body
    assert told.items[0].shape["review"] == f"https://log.newsroom.test/review/{told.alert}"
    in_doubt = replace(finding(), assessments=(replace(assessment(), relevant=False, unsure=True),))
    (digest,) = bundle([delivery(in_doubt, digest=True)], public, NOW)
    assert "Does it concern us? Decide: https://log.newsroom.test/review/" in digest.body
    lost = notice(kind=NoticeKind.MASS_LOSS)
    assert "https://log.newsroom.test/review" in alert(delivery(lost), public, NOW).body


@pytest.mark.parametrize(
    ("language", "first", "why"),
    [
        ("en", "URGENT, decided by a person", "Decided by Sok: a visa notice"),
        ("ja", "緊急・担当者が判断", "Sokの判断: a visa notice"),
        ("km", "បន្ទាន់ សម្រេចដោយមនុស្ស", "សម្រេចដោយ Sok៖ a visa notice"),
    ],
)
def test_what_a_person_decided_is_said_first(language: str, first: str, why: str) -> None:
    """The first line says that a person decided; why says who, and for what reason, in each language."""
    decided = replace(assessment(), decided_by="Sok", why=("Decided by Sok: a visa notice.",))
    told = alert(delivery(replace(finding(), assessments=(decided,))), replace(NEWSROOM, language=language), NOW)
    assert first in told.title
    assert why in told.body


def test_zones_of_both_sides() -> None:
    """Times are told on the newsroom's clock, then on those of the source and of both sides, each offset once."""
    paris = replace(NEWSROOM, timezone=ZoneInfo("Europe/Paris"))
    byline = Byline("bridges", "Office of Bridges", "feed", "KH", ("JP",), "UTC")
    message = alert(delivery(replace(finding(), source=byline)), paris, NOW)
    assert "Posted 13:42 Paris (19:42 Phnom Penh, 21:42 Tokyo), seen 13:44" in message.body
    late_evening = finding(after=version(published_at=datetime(2026, 3, 2, 16, 30, tzinfo=UTC)))
    assert "Posted 23:30 Phnom Penh (01:30 Tokyo on 3 March 2026)" in said(late_evening)[1]


def test_notice_is_one_line_and_a_mend() -> None:
    """Operators read what is wrong, on their own clock, and what to do."""
    message = alert(delivery(notice()), NEWSROOM, NOW)
    assert message.title == "SOURCE BROKEN — Ministry of Rivers cannot be read since 19:00 Phnom Penh: login-wall"
    assert message.body.splitlines()[0] == "To do: use another address"
    assert message.items[0].shape["change"] == "notice"
    assert message.items[0].shape["title"] == "source-broken"


def test_notice_of_many_lines_keeps_them() -> None:
    """A notice about a file names each fault on a line of its own."""
    message = alert(
        delivery(notice(NoticeKind.CONFIG, "An error:\nsources.yaml:3:1: x\nsources.yaml:9:1: y")), NEWSROOM, NOW
    )
    assert "sources.yaml:3:1: x\nsources.yaml:9:1: y\nTo do:" in message.body


@pytest.mark.parametrize("moment", ["2026-99-99T10:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
def test_notice_quotes_what_is_no_moment(moment: str) -> None:
    """A moment that cannot be, in an address that a notice quotes, is told as it stands; the notice is not lost."""
    text = f"cannot be read: redirected to https://rivers.test/{moment}"
    assert "https://rivers.test/" in alert(delivery(notice(NoticeKind.SOURCE_BROKEN, text)), NEWSROOM, NOW).title


def test_digest_bundles_with_counts() -> None:
    """A digest counts what it holds, and holds each with its own ID and link."""
    rows = [
        delivery(finding(statement=f"s{number}", url=f"https://rivers.test/{number}", significant=False), digest=True)
        for number in range(3)
    ]
    (message,) = bundle([*rows, delivery(notice(), digest=True)], NEWSROOM, NOW)
    assert message.title == "DIGEST · 3 new, 1 notice"
    for row in rows:
        assert row.alert in message.body
        assert str(row.subject.change.url) in message.body  # type: ignore[union-attr]


def test_catch_up_says_where_we_were_blind() -> None:
    """After a silence of ours one late message says from when to when, and holds what was missed."""
    gap = notice(NoticeKind.GAP, "We were blind from 2026-03-01T01:00:00Z to 2026-03-02T07:00:00Z.", "gap")
    (message,) = bundle([delivery(gap, digest=True), delivery(finding(), digest=True)], NEWSROOM, NOW)
    assert message.title == "LATE · 1 notice, 1 new"
    assert "We were blind from 08:00 Phnom Penh on 1 March 2026 to 14:00 Phnom Penh" in message.body


def test_large_digest_is_cut_into_parts_and_loses_nothing() -> None:
    """What does not fit one message goes out in parts, each item once, in order."""
    rows = [delivery(finding(statement=f"s{number}"), key=f"k{number}", digest=True) for number in range(30)]
    parts = bundle(rows, NEWSROOM, NOW, room=2000)
    assert [item.alert for part in parts for item in part.items] == [row.alert for row in rows]
    assert all(len(part.fit(2000)) <= 2000 for part in parts)
    assert parts[1].title.endswith(f"part 2 of {len(parts)}")
    assert len({part.key for part in parts}) == len(parts)


def test_short_channel_keeps_id_and_link() -> None:
    """In 200 characters the quotation goes first; the alert's ID and the link stay whole."""
    row = delivery(finding("The Harbour Track opens. " * 100))
    body = alert(row, NEWSROOM, NOW).fit(200)
    assert len(body) <= 200
    assert body.endswith(f"https://rivers.test/posts/1          {row.alert}")


FILE, PICTURE = "https://rivers.test/notice.pdf", "https://rivers.test/scan.jpg"


@pytest.mark.parametrize(
    ("fields", "caution", "shown"),
    [
        (
            {"media": (Media(PICTURE, "image"),), "read_by": "ocr"},
            "Read by OCR: check the picture before you quote",
            PICTURE,
        ),
        ({"media": (Media(FILE, "file"),), "read_by": "pdf"}, "The text stands in a PDF file", FILE),
        ({"media": (Media(PICTURE, "image"),), "whole": False}, "Could not be read whole: look yourself", PICTURE),
    ],
    ids=["ocr", "pdf", "unread"],
)
def test_what_holds_the_text_goes_with_the_alert(fields: dict[str, Any], caution: str, shown: str) -> None:
    """How a text was read that stands in a file or a picture is told, with the address of what to look at."""
    subject = finding(after=version(**fields))
    body = said(subject)[1]
    assert caution in body.splitlines()
    assert f"Look at: {shown}" in body.splitlines()
    assert alert(delivery(subject), NEWSROOM, NOW).items[0].shape["carriers"] == [shown]


def test_pictures_beside_a_text_are_not_told() -> None:
    """A text that stands on the page itself needs no picture, and a hostile address is none."""
    assert "Look at" not in said(finding(after=version(media=(Media(PICTURE, "image"),))))[1]
    assert "Look at" not in said(finding(after=version(media=(Media("javascript:x", "image"),), whole=False)))[1]


def test_a_text_that_could_be_read_at_last_is_told_with_caution() -> None:
    """That a text was not read before is said: its difference may be no edit of the office."""
    change = replace(edit("", TEXT).change, before=version("", whole=False))
    assert "It could not be read whole before: this may be no edit" in said(replace(edit("", TEXT), change=change))[1]


def test_webhook_shape() -> None:
    """Programs get the documented fields, with the whole text."""
    shape = alert(delivery(finding()), NEWSROOM, NOW).items[0].shape
    assert list(shape) == [
        *("id", "change", "level", "statement", "source", "side", "title", "text", "url", "why", "repeat", "passages"),
        "twin",
        "event",
        "follow_up",
        "escalated",
        "ack_by",
        "read_by",
        "decided_by",
        "carriers",
        "review",
    ]
    assert shape["text"] == TEXT
    assert shape["passages"] == [
        {"label": None, "text": "… The Harbour Track will begin as early as early September. …"}
    ]
    assert shape["why"] == ["Harbour Track [entry scheme]; Cambodia named"]


HOSTILE = st.text(max_size=300) | st.sampled_from(
    [
        "@everyone <!here> <@U1> [gov](https://evil.test)",
        "Subject\r\nBcc: all@evil.test",
        "\u202egnp.exe\u202c",
        "Z" + "\u0301" * 500,
        "\x00\x1b[31m\ufffe",
        "x" * 100_000,
        "ស្ត្រី" * 500,
        "{{7*7}} %(x)s {0.__class__} <script>alert(1)</script>",
    ]
)


@settings(max_examples=60, deadline=None)
@given(
    before=HOSTILE,
    after=HOSTILE,
    title=HOSTILE | st.none(),
    kind=st.sampled_from(ChangeKind),
    span=st.tuples(st.integers(0, 400), st.integers(0, 400)),
    path=st.text(max_size=60),
    room=st.integers(0, 5000),
)
def test_any_words_make_an_alert(
    before: str, after: str, title: str | None, kind: ChangeKind, span: tuple[int, int], path: str, room: int
) -> None:
    """Whatever a source publishes, the alert can be made, stands on its own lines, and keeps its ID and link uncut."""
    why = Reason("text", *span, before[:50], "topic", "travel", after[:50])
    judged = assessment(after, reasons=(why,), why=(before,))
    change = finding(
        kind=kind,
        url=f"https://rivers.test/{path}",
        before=None if kind is ChangeKind.NEW else version(before, title=after),
        after=None if kind is ChangeKind.DELETED else version(after, title=title),
        proof=before,
    ).change
    if kind is ChangeKind.DELETED:
        change = replace(change, before=version(before, title=title))
    row = delivery(Finding(change, replace(RIVERS, name=after[:50]), (judged,), (judged,)))
    message = alert(row, NEWSROOM, NOW)
    body = message.fit(room)
    *_, last = body.splitlines()
    link = last.removesuffix(row.alert).strip()
    assert last.endswith(row.alert)
    assert link.startswith("https://rivers.test/")
    assert " " not in link
    assert not set(message.title + body) & set("\x00\x1b\u202e\ufffe\r")
    assert len(message.title) < 260
    assert len(message.title.splitlines()) == 1
