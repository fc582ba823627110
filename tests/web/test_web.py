import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from monitor.errors import UsageError
from monitor.web.app import make_app
from monitor.web.site import Site
from newsroom import Newsroom, graph, newsroom

SOURCE = """\
  - {id: office, name: Office of Bridges (invented), kind: facebook, page: "1001", side: JP, about: [KH],
     api: "{site}", token: "${TOKEN}", allow_private: true, every: 5m}
"""
HOSTILE = '<script>alert("x")</script> Japan gives Cambodia a grant. <img src=x onerror=alert(1)>'
KHMER = "ជប៉ុនផ្តល់ជំនួយឥតសំណងដល់កម្ពុជា ចំនួន ២០ លានដុល្លារ។ ក្រសួងទន្លេ (ប្រឌិត) ប្រកាស។"
JAPANESE = "日本はカンボジアに20億円の無償資金協力を行う。架空の役所が発表した。"


@pytest.fixture(name="room")
def a_room(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom that has polled three statements, of which one was edited."""
    with newsroom(tmp_path, SOURCE) as room:
        then = room.clock.now() - timedelta(hours=1)
        posts = [(1, then, HOSTILE), (2, then, KHMER), (3, then, JAPANESE)]
        room.site.put("/v25.0/1001/feed", graph("1001", posts))
        room.let(timedelta(minutes=10), steps=2)
        posts[2] = (3, then, JAPANESE.replace("20億円", "25億円"))
        room.site.put("/v25.0/1001/feed", graph("1001", posts))
        room.let(timedelta(minutes=10), steps=2)
        yield room


def browser(room: Newsroom, **gate: str) -> TestClient:
    """A browser at the newsroom's page."""
    return TestClient(make_app(Site(room.works, room.live), **gate), headers={"sec-fetch-site": "same-origin"})


def test_every_page_answers(room: Newsroom) -> None:
    """Each page that the navigation names, and a statement's own, can be opened."""
    page = browser(room)
    statement = room.desk[0]["statement"]
    for path in ("/", "/statements", "/sources", "/sources/office", "/alerts", "/paste", f"/statements/{statement}"):
        answer = page.get(path)
        assert answer.status_code == 200, path
        assert "text/html" in answer.headers["content-type"]


@pytest.mark.parametrize(("words", "found"), [("ជំនួយ", "ជប៉ុន"), ("無償", "25億円"), ("japan grant", "gives Cambodia")])
def test_the_log_is_searched_in_any_script(room: Newsroom, words: str, found: str) -> None:
    """A Khmer word, a two-character Japanese word and two English words find their statement and no other."""
    answer = browser(room).get("/statements", params={"q": words}).text
    assert found in answer
    assert answer.count('<article class="card">') == 1


def test_nothing_that_a_page_wrote_is_run(room: Newsroom) -> None:
    """Markup in a statement is shown as text on every page, and the browser is told to run nothing of it."""
    page = browser(room)
    for told in room.desk:
        answer = page.get(f"/statements/{told['statement']}")
        assert "<script>alert" not in answer.text
        assert "<img" not in answer.text
        assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_a_text_under_an_embargo_is_acknowledged_and_its_end_moved(room: Newsroom) -> None:
    """Who pastes it sees its ID and its end and none of its words again; the end is moved, or it is told now."""
    page = browser(room)
    given = {"source": "office", "text": "Japan gives Cambodia a grant for a pier.", "embargo": "2026-03-03T10:00"}
    answer = page.post("/paste", data=given).text
    (held,) = room.store.embargoes()
    assert f"Kept back until 3 Mar 2026, 10:00 (Asia/Phnom_Penh), as {held.id}" in answer
    assert "a pier" not in answer
    change = {"statement": held.id, "what": "move", "embargo": "2026-03-04T11:30"}
    assert "goes out 4 Mar 2026, 11:30" in page.post("/paste/embargo", data=change).text
    assert page.post("/paste/embargo", data={**change, "embargo": ""}).status_code == 422, "no time"
    assert page.post("/paste/embargo", data={**change, "embargo": "2020-01-01T10:00"}).status_code == 422, "past"
    assert page.post("/paste/embargo", data={**change, "statement": "2222222222"}).status_code == 422
    assert page.post("/paste", data={**given, "embargo": "2020-01-01T10:00"}).status_code == 422
    assert "a pier" not in page.get("/statements?q=pier&relevant=all").text
    assert "see it in the log" in page.post("/paste/embargo", data={**change, "what": "lift"}).text
    assert "a pier" in page.get(f"/statements/{held.id}").text
    assert room.store.embargoes() == []


def test_a_statement_shows_its_wordings_evidence_and_coverage(room: Newsroom) -> None:
    """Versions with their difference, the reasons, the hash of the capture and when we looked stand on one page."""
    edited = next(told for told in room.desk if told["change"] == "edited")
    answer = browser(room).get(f"/statements/{edited['statement']}").text
    assert re.search(r"<del>[^<]*20[^<]*</del>", answer)
    assert re.search(r"<ins>[^<]*25[^<]*</ins>", answer)
    assert re.search(r'class="hash">[0-9a-f]{64}<', answer)
    assert "無償資金協力" in answer
    assert "25億円" in re.split("<h2>States</h2>", answer)[1], "what it states is quoted, with its value"
    assert "money: 2500000000 JPY" in answer
    assert "Coverage" in answer


def test_an_unknown_statement_is_said_to_be_unknown(room: Newsroom) -> None:
    """A wrong address answers 404 with words, not with a traceback."""
    assert browser(room).get("/statements/zzzzzz").status_code == 404
    assert browser(room).get("/sources/zzzzzz").status_code == 404


@pytest.mark.parametrize("extension", ["csv", "json", "jsonl"])
def test_a_list_is_exported_at_the_same_address(room: Newsroom, extension: str) -> None:
    """The log as CSV, JSON and JSON lines holds each statement that the page shows."""
    answer = browser(room).get(f"/statements.{extension}", params={"q": "無償"})
    assert answer.status_code == 200
    assert "25億円" in answer.text


@pytest.mark.parametrize("day", ["yesterday", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_that_cannot_be_is_told(room: Newsroom, day: str) -> None:
    """A day that is none, or lies before or after all that can be counted, is said to be wrong where it is."""
    page = browser(room)
    asked = {"since": day, "until": day}
    assert page.get("/statements", params=asked).status_code == 200
    assert page.get("/statements.csv", params=asked).status_code in (200, 422)


def test_a_statement_is_pasted_and_told(room: Newsroom) -> None:
    """What a person brings by hand stands in the log, is assessed, and goes out like any other."""
    form = {
        "source": "office",
        "url": "https://www.facebook.com/1001/posts/77/",
        "text": "Japan reopens travel to Cambodia: visas again.",
    }
    answer = browser(room).post("/paste", data=form)
    assert answer.status_code == 200
    assert "Kept" in answer.text
    assert "brought by hand" in browser(room).get("/statements", params={"q": "reopens visas"}).text
    room.let(timedelta(minutes=1))
    assert "visas again" in str(room.desk[-1])


@pytest.mark.parametrize(
    "form",
    [
        {"source": "nobody", "text": "x"},
        {"source": "office", "text": "   "},
        {"source": "office", "text": "x", "url": "javascript:alert(1)"},
        {"source": "office", "text": "x", "published": "yesterday"},
        {"source": "office", "text": "x", "published": "0001-01-01T00:00"},
    ],
)
def test_a_wrong_form_keeps_what_was_typed(room: Newsroom, form: dict[str, str]) -> None:
    """A form with a mistake says which, and nothing typed is lost."""
    answer = browser(room).post("/paste", data=form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert form["text"].strip() in answer.text


def test_a_form_from_another_site_is_refused(room: Newsroom) -> None:
    """Another site cannot make a journalist's browser paste a statement."""
    page = browser(room)
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "", "origin": "https://evil.example"}):
        assert page.post("/paste", data={"source": "office", "text": "x"}, headers=headers).status_code == 403


def test_a_form_is_read_to_a_limit(room: Newsroom) -> None:
    """A stranger fills no memory: a form that is too large, or does not tell its size, is not read at all."""
    page = browser(room, password="correct horse")
    large = {"content-length": "5000000", "content-type": "application/x-www-form-urlencoded"}
    assert page.post("/login", content=iter([b"password=x"])).status_code == 413
    assert page.post("/login", content=b"password=x", headers=large).status_code == 413


def test_another_host_name_is_refused(room: Newsroom) -> None:
    """On loopback only its own names are answered, so that a page elsewhere cannot rebind to it."""
    assert browser(room).get("/", headers={"host": "evil.example"}).status_code == 421


def test_without_a_password_only_loopback_is_listened_on(room: Newsroom) -> None:
    """The page refuses to be shown to a network without a password, before anything else happens."""
    with pytest.raises(UsageError, match="without a password"):
        browser(room, host="0.0.0.0")


def test_behind_a_password_every_page_asks_for_it(room: Newsroom) -> None:
    """With a password no page but health, sign-in and what asks for a signature opens without it; with it all do."""
    site = Site(room.works, room.live)
    app = make_app(site, host="0.0.0.0", password="a long password")
    page = TestClient(app, headers={"sec-fetch-site": "same-origin"}, follow_redirects=False)
    for route in app.routes:
        path = re.sub(r"\{[^}]*\}", "x", getattr(route, "path", ""))
        if path and not path.startswith(("/health", "/login", "/static", "/webhooks/")):
            assert page.get(path).status_code in (303, 401), path
    assert page.post("/login", data={"password": "wrong"}).status_code == 403
    assert page.post("/login", data={"password": "a long password"}).status_code == 303
    assert page.get("/statements").status_code == 200


def test_guessing_the_password_is_slowed(room: Newsroom) -> None:
    """After ten wrong passwords within a minute none is looked at."""
    page = TestClient(
        make_app(Site(room.works, room.live), host="0.0.0.0", password="a long password"),
        headers={"sec-fetch-site": "same-origin"},
        follow_redirects=False,
    )
    answers = [page.post("/login", data={"password": str(number)}).status_code for number in range(12)]
    assert answers == [403] * 10 + [429] * 2


def test_guesses_made_at_once_are_counted(room: Newsroom) -> None:
    """Many wrong passwords at the same moment are no way round the limit."""
    page = TestClient(
        make_app(Site(room.works, room.live), host="0.0.0.0", password="a long password"),
        headers={"sec-fetch-site": "same-origin"},
        follow_redirects=False,
    )

    def guess(number: int) -> int:
        return page.post("/login", data={"password": str(number)}).status_code

    with ThreadPoolExecutor(16) as pool:
        answers = sorted(pool.map(guess, range(16)))
    assert answers == [403] * 10 + [429] * 6


def test_an_address_that_does_not_exist_is_answered_with_a_page(room: Newsroom) -> None:
    """Who mistypes an address gets words and the navigation."""
    answer = browser(room).get("/nowhere")
    assert answer.status_code == 404
    assert "There is no page" in answer.text


def test_health_tells_strangers_nothing_of_what_is_watched(room: Newsroom) -> None:
    """Behind a password the health of the daemon is told to anybody, and no source, file or variable."""
    answer = browser(room, host="0.0.0.0", password="a long password").get("/health")
    assert answer.json().keys() == {"ok", "alive_at"}


def test_polls_that_are_not_done_are_an_illness(room: Newsroom) -> None:
    """A daemon that lives and cannot record its polls is not well, and says which are overdue."""
    for _ in range(100):
        room.clock.move(timedelta(minutes=1))
        room.store.alive(room.clock.now())
    answer = browser(room).get("/health")
    assert answer.status_code == 503
    assert "office" in answer.json()["why"]


def test_health_and_metrics_are_for_machines(room: Newsroom) -> None:
    """Health says whether the daemon lives; metrics count sources, failures and waiting alerts."""
    page = browser(room)
    assert page.get("/health").json()["ok"] is True
    assert 'monitor_source_readable{source="office"} 1.0' in page.get("/metrics").text
    room.clock.move(timedelta(hours=1))
    assert page.get("/health").status_code == 503


def test_a_correction_stands_on_the_page(room: Newsroom) -> None:
    """What we told wrongly is struck out and said to be our error, with the reason, on its page and in the list."""
    statement = room.desk[0]["statement"]
    room.store.correct(statement, "we read <b>another</b> page", (), room.clock.now())
    answer = browser(room).get(f"/statements/{statement}").text
    assert "The error is ours, not the source's" in " ".join(answer.split())
    assert "we read &lt;b&gt;another&lt;/b&gt; page" in answer
    listed = browser(room).get("/statements").text
    assert listed.count("corrected: our error") == 1
    assert listed.count('class="tag withdrawn"') == 1


def test_coverage_of_any_period_says_when_we_did_not_look(room: Newsroom) -> None:
    """The page of a source answers for the days that are asked for; a silence of ours is a line of its own."""
    page = browser(room)
    day = room.clock.now().date()
    today = page.get("/sources/office", params={"since": day.isoformat()}).text
    assert '<span class="tag ok">ok</span>' in today
    assert "not-looked" in today, "before the first poll of that day nobody looked"
    before = page.get("/sources/office", params={"since": "2026-01-01", "until": "2026-01-31"}).text
    assert "no poll for 31d" in before
    assert '<span class="tag ok">ok</span>' not in before
    assert page.get("/sources/office", params={"since": "soon", "until": "9999-12-31"}).status_code == 200
