"""Posts that say their text in a file or in pictures."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from fakes import LIST, NOW, FakeDoor, Headline, ago, before, entry, known, page, plain, source, version
from monitor.archive.worth import worth
from monitor.diff import diff
from monitor.model import Before, ChangeKind, Entry, Known, Media, Purpose, Reading, State, Validators
from monitor.paper.paper import Paper
from monitor.visit import Visit, visit

FILE, OTHER = "https://bridges.example/files/notice.pdf", "https://bridges.example/files/annex.pdf"
PICTURE = "https://bridges.example/scan.jpg"
OWN = f"{LIST}/a"
WORDS = "Travellers from Japan need a visa from Monday on."


def decipher(body: bytes) -> Paper:
    """Files whose text is what stands after `%PDF `; a picture is read by OCR where it says so."""
    kind, _, text = body.decode().partition(" ")
    return Paper(text, {"%PDF": "pdf", "OCR": "ocr"}.get(kind, ""), whole=bool(text)) if kind != "SCAN" else Paper()


def visited(answers: Mapping[str, object], was: Before | None = None, **changes: object) -> tuple[Visit, FakeDoor]:
    """A poll of a list at LIST."""
    door = FakeDoor(answers)  # type: ignore[arg-type]
    return visit(plain(**changes), source(), was or before(), door, NOW, decipher=decipher), door


def carrying(*addresses: str, text: str = "", kind: str = "file", **changes: object) -> Entry:
    """The post `a`, whose text stands elsewhere."""
    media = tuple(Media(address, kind) for address in addresses)
    return replace(entry("a", "x"), text=text, media=media, whole=False, **changes)  # type: ignore[arg-type]


def told_before(*addresses: str, text: str = WORDS, read_by: str = "pdf", sha: str = "", **changes: object) -> Known:
    """The post `a` as it is known: opened, and read from what it carries."""
    post = carrying(*addresses)
    wording = replace(version(replace(post, text=text, whole=True)), media=post.media, read_by=read_by)
    made = known(post, rank=0, version=replace(wording, capture_sha256=sha or None), opened=True)
    return replace(made, looked_at=ago(hours=5), **changes)  # type: ignore[arg-type]


def opened_by(*posts: Entry) -> dict[str, object]:
    """A list of the headline `a`, and its own page."""
    return {LIST: page(headlines=[Headline("a", OWN, "Notice")]), OWN: page(posts)}


def only(reading: Reading) -> Entry:
    """The entry, where there is one."""
    (one,) = {each.key: each for each in reading.entries}.values()
    return one


def test_the_file_that_a_page_names_is_its_text() -> None:
    """A page that says "see the attached notice" is told with the words of the notice, and both are kept."""
    seen, door = visited({**opened_by(carrying(FILE, text="See the notice.")), FILE: f"%PDF {WORDS}".encode()})
    one = only(seen.reading)
    assert (one.text, one.whole, one.read_by) == (f"See the notice.\n\n{WORDS}", True, "pdf")
    paper, own = (next(each for each in seen.captures if each.request.url == url) for url in (FILE, OWN))
    assert paper.request.purpose is Purpose.PAPER
    difference = diff(source(), before(), seen.reading, NOW)
    assert difference.changes[0].version.capture_sha256 == paper.sha256
    kept = worth(seen.captures, seen.reading, difference, replace(before(), last_poll_at=NOW), NOW)
    assert {each.sha256 for each in kept} == {paper.sha256, own.sha256}
    assert door.asked == [LIST, OWN, FILE]


def test_several_files_are_read_one_after_the_other() -> None:
    """A notice and its annex are told together."""
    answers = {**opened_by(carrying(FILE, OTHER)), FILE: b"%PDF The notice.", OTHER: b"%PDF The annex."}
    assert only(visited(answers)[0].reading).text == "The notice.\n\nThe annex."


@pytest.mark.parametrize("answer", [State.TIMEOUT, 404, b"%PDF ", b"<html>", State.TOO_LARGE])
def test_a_post_whose_file_cannot_be_read_is_told_all_the_same(answer: object) -> None:
    """A notice that is locked, gone or too large goes out as it is, marked as not whole, with its link."""
    one = only(visited({**opened_by(carrying(FILE, text="See the notice.")), FILE: answer})[0].reading)
    assert (one.text, one.whole, one.read_by) == ("See the notice.", False, "")
    assert one.media == (Media(FILE, "file"),)


def test_of_two_files_one_that_cannot_be_read_leaves_the_text_not_whole() -> None:
    """What is missing of a statement is said."""
    answers = {**opened_by(carrying(FILE, OTHER)), FILE: f"%PDF {WORDS}".encode(), OTHER: 404}
    one = only(visited(answers)[0].reading)
    assert (one.text, one.whole) == (WORDS, False)


def changes_of(answers: Mapping[str, object], was: Before, **more: object) -> list[tuple[str, str]]:
    """What a poll reports: kind and text."""
    seen, _ = visited(answers, was, **more)
    return [(str(each.kind), each.version.text) for each in diff(source(), was, seen.reading, NOW).changes]


def listing() -> bytes:
    """The list of headlines that shows `a` still."""
    return page(headlines=[Headline("a", OWN, None)])


def test_other_words_in_a_file_are_an_edit() -> None:
    """A notice that is replaced at its address, behind a page that stays as it was, is an edit."""
    was = replace(before([told_before(FILE)]), validators={OWN: Validators("1"), FILE: Validators("2")})
    page_of_it = {LIST: listing(), OWN: page([carrying(FILE)])}
    assert changes_of({**page_of_it, FILE: 304}, was) == []
    assert changes_of({**page_of_it, FILE: f"%PDF {WORDS}".encode()}, was) == []
    assert changes_of({**page_of_it, FILE: b"%PDF No visa is needed."}, was) == [("edited", "No visa is needed.")]


def test_an_unchanged_file_is_not_read_again() -> None:
    """A file is asked for with what its server gave, and an answer that it is as before is enough."""
    was = replace(before([told_before(FILE)]), validators={FILE: Validators("2")})
    seen, door = visited({LIST: listing(), OWN: page([carrying(FILE)]), FILE: 304}, was)
    assert door.asked_with[FILE] == Validators("2")
    assert only(seen.reading).text == WORDS


def test_a_line_added_to_the_page_is_an_edit_with_the_file() -> None:
    """When the page beside an unchanged file says more, the file is read again for the whole."""
    was = replace(before([told_before(FILE)]), validators={FILE: Validators("2")})
    answers = {LIST: listing(), OWN: page([carrying(FILE, text="Corrected.")]), FILE: f"%PDF {WORDS}".encode()}
    assert changes_of(answers, was) == [("edited", f"Corrected.\n\n{WORDS}")]


@pytest.mark.parametrize("answer", [404, State.TIMEOUT, b"%PDF "])
def test_a_file_that_cannot_be_read_any_more_is_no_edit(answer: object) -> None:
    """That we could not read a file again says nothing of its words."""
    was = before([told_before(FILE)])
    assert changes_of({LIST: listing(), OWN: page([carrying(FILE)]), FILE: answer}, was) == []


def test_pictures_are_read_where_ocr_is_installed_and_marked() -> None:
    """A post that is a picture is told with the words that OCR reads, and marked so."""
    picture = carrying(PICTURE, kind="image")
    one = only(visited({LIST: page([picture]), PICTURE: f"OCR {WORDS}".encode()})[0].reading)
    assert (one.text, one.whole, one.read_by) == (WORDS, True, "ocr")
    unread = only(visited({LIST: page([picture]), PICTURE: b"SCAN x"})[0].reading)
    assert (unread.text, unread.whole, unread.media) == ("", False, (Media(PICTURE, "image"),))


def test_another_reading_of_a_picture_is_no_edit() -> None:
    """OCR that reads a picture otherwise today is no edit: pictures are read once."""
    post = carrying(PICTURE, kind="image")
    held = replace(told_before(PICTURE, read_by="ocr"), opened=False)
    was = before([replace(held, version=replace(held.version, media=post.media))])
    moved = carrying(f"{PICTURE}?signed=2", kind="image")
    for shown in (post, moved):
        seen, door = visited({LIST: page([shown]), PICTURE: b"OCR Other words."}, was)
        assert door.asked == [LIST]
        assert diff(source(), was, seen.reading, NOW).changes == ()


def test_a_listed_post_that_names_another_file_is_read_again() -> None:
    """A post whose file is exchanged for another is an edit, without waiting for a look at its own address."""
    was = before([replace(told_before(FILE), looked_at=NOW)])
    answers = {LIST: page([carrying(OTHER)]), OTHER: b"%PDF No visa is needed."}
    assert changes_of(answers, was, tells_alike=True) == [("edited", "No visa is needed.")]
    assert changes_of({LIST: page([carrying(FILE)])}, was, tells_alike=True) == []


def test_a_caption_beside_a_file_that_was_read_is_no_edit() -> None:
    """What a list shows beside a file is not compared with the words of the file."""
    was = before([replace(told_before(FILE, text=f"See.\n\n{WORDS}"), looked_at=NOW)])
    assert changes_of({LIST: page([carrying(FILE, text="See.")])}, was, tells_alike=True) == []


def test_a_file_that_could_not_be_read_at_first_is_read_later() -> None:
    """A notice whose server failed is read at the next look, behind a page that did not change."""
    unread = told_before(FILE, text="", read_by="")
    was = replace(
        before([replace(unread, version=replace(unread.version, whole=False))]), validators={OWN: Validators("1")}
    )
    seen, door = visited({LIST: listing(), OWN: page([carrying(FILE)]), FILE: f"%PDF {WORDS}".encode()}, was)
    assert door.asked_with[OWN] is None
    (edit,) = diff(source(), was, seen.reading, NOW).changes
    assert (edit.kind, edit.version.text) == (ChangeKind.EDITED, WORDS)


def test_the_budget_of_files_is_kept() -> None:
    """A first look at a long list of scans does not ask for all of them."""
    posts = [replace(carrying(f"{PICTURE}?{n}", kind="image"), key=str(n), url=f"{LIST}/{n}") for n in range(9)]
    seen, door = visited({LIST: page(posts), **{f"{PICTURE}?{n}": b"OCR It is read." for n in range(9)}})
    assert len(door.asked) == 6
    assert [bool(each.read_by) for each in seen.reading.entries] == [True] * 5 + [False] * 4


def test_a_page_that_is_only_a_picture_is_told_as_such_unless_it_can_be_read() -> None:
    """A watched page that is one picture is the state image-only, and a statement where OCR reads it."""
    shown = json.loads(page([carrying(PICTURE, kind="image")]))
    answers: dict[str, object] = {LIST: json.dumps({**shown, "state": "image-only", "complete": False}).encode()}
    unread = visited({**answers, PICTURE: b"SCAN x"})[0].reading
    assert (unread.state, only(unread).whole) == (State.IMAGE_ONLY, False)
    read = visited({**answers, PICTURE: f"OCR {WORDS}".encode()})[0].reading
    assert (read.state, read.complete, only(read).text) == (State.OK, True, WORDS)
    held = told_before(PICTURE, read_by="ocr")
    was = before([replace(held, version=replace(held.version, media=(Media(PICTURE, "image"),)), opened=False)])
    again, door = visited(answers, was)
    assert (again.reading.state, door.asked) == (State.OK, [LIST])


def test_files_that_stand_in_the_answer_itself_are_read_from_it() -> None:
    """A press release that is attached to a mail is read with the mail, and its evidence is the mail."""
    inside = f"{OWN}/;SECTION=2"
    answers = opened_by(carrying(inside, text="Please find the release attached."))
    held = {
        "inside": lambda capture, url: f"%PDF {WORDS}".encode() if (capture.request.url, url) == (OWN, inside) else None
    }
    seen, door = visited(answers, None, **held)
    one = only(seen.reading)
    assert (one.text, one.read_by) == (f"Please find the release attached.\n\n{WORDS}", "pdf")
    assert door.asked == [LIST, OWN]
    assert seen.reading.shown_by["a"] == seen.captures[1].sha256
