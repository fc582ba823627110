import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import NOW, address, ago, before, entry, known, reading, remembered, source, version
from monitor.diff import diff
from monitor.model import Before, Change, ChangeKind, Difference, Headline, Known, Reading, Source, State

INVISIBLE = "\u200b\u200c\u200d\ufeff\u00ad"


def changes(was: Before, read: Reading, now: datetime = NOW, of: Source | None = None) -> Sequence[Change]:
    """The changes that a reading shows."""
    return diff(of or source(), was, read, now).changes


def kinds(was: Before, read: Reading, now: datetime = NOW, of: Source | None = None) -> list[tuple[str, str]]:
    """What happened to whom."""
    return [(change.key, str(change.kind)) for change in changes(was, read, now, of)]


def first_look(**more: object) -> Before:
    """Nothing is known of the source yet."""
    return before(baseline_at=None, last_whole_at=None, **more)


# ---------------------------------------------------------------- new


def test_an_unknown_entry_is_new() -> None:
    """A post that we did not know becomes a statement with a first version, shown by its capture."""
    (change,) = changes(before(["a"]), reading(["b", "a"], fingerprint="plain-2"))
    assert (change.kind, change.key, change.url) == (ChangeKind.NEW, "b", address("b"))
    assert change.before is None
    assert change.after is not None
    assert (change.after.number, change.after.capture_sha256, change.after.fingerprint) == (1, "5ha", "plain-2")
    assert change.after.captured_at == change.at == NOW


def test_the_oldest_is_told_first() -> None:
    """Several new posts are told in the order in which they were posted."""
    assert [key for key, _ in kinds(before(["a"]), reading(["d", "c", "b", "a"]))] == ["b", "c", "d"]


def test_an_entry_listed_twice_is_one_statement() -> None:
    """A post that stands on two pages of a list is one statement."""
    assert kinds(before(), reading(["a", "b", "a"])) == [("b", "new"), ("a", "new")]


@pytest.mark.parametrize("state", [State.INCOMPLETE, State.LAYOUT_CHANGED, State.RATE_LIMITED])
def test_what_could_be_read_counts_in_every_state(state: State) -> None:
    """A new post in a reading that is not whole is not lost."""
    assert kinds(before(["a"]), reading(["b"], state=state, complete=False)) == [("b", "new")]


# ---------------------------------------------------------------- identity


def test_an_identifier_that_changes_at_each_poll_makes_no_second_statement() -> None:
    """A feed that gives its posts new guids each time is known by their addresses."""
    was = before(["a", "b"])
    churned = reading([entry("guid-2", url=address("b") + "?utm_source=feed", text="The bridge b is open."), "a"])
    assert diff(source(), was, churned, NOW) == Difference()


def test_an_edit_under_a_new_identifier_is_an_edit_of_the_known_statement() -> None:
    """When both the guid and the text change, the statement at that address was edited."""
    was = before(["a", "b"])
    (change,) = changes(was, reading([entry("guid-2", "The bridge is closed.", url=address("b")), "a"]))
    assert (change.kind, change.key, change.statement) == (ChangeKind.EDITED, "b", was.known["b"].statement)
    assert change.after is not None
    assert change.after.capture_sha256 == "5ha"


def test_a_shared_address_identifies_nothing() -> None:
    """Posts that all link to the office's home page stay statements of their own."""
    home = "https://bridges.example/"
    was = before([entry("a", url=home), entry("b", url=home)])
    assert kinds(was, reading([entry("c", url=home), entry("a", url=home)])) == [("c", "new")]
    one = before([entry("a", url=home)])
    assert kinds(one, reading([entry("c", url=home), entry("d", url=home)])) == [("d", "new"), ("c", "new")]


def test_two_posts_at_one_address_that_stand_side_by_side_are_two() -> None:
    """A post is not taken for another that is still listed under its own key."""
    assert kinds(before(["a"]), reading([entry("b", url=address("a")), "a"])) == [("b", "new")]


def test_a_site_that_gives_its_posts_new_addresses_is_known_by_what_they_say() -> None:
    """The same text, of the same day, at another address is the statement that is not listed any more."""
    text, day = "The invented bridge of Aba is open to all again.", date(2026, 3, 1)
    was = before([entry("a", text, published_at=day), "b"])
    assert kinds(was, reading([entry("new/a", text, published_at=day), "b"])) == []
    assert kinds(was, reading([entry("new/a", text, published_at=date(2026, 3, 2)), "b"])) == [("new/a", "new")]
    assert kinds(was, reading([entry("new/a", text, published_at=day), entry("a", text, published_at=day), "b"])) == [
        ("new/a", "new")
    ]


# ---------------------------------------------------------------- edited


def test_another_wording_is_an_edit() -> None:
    """A changed text becomes the next version, beside the one before."""
    was = before(["a"])
    (change,) = changes(was, reading([entry("a", "The bridge a is closed.")]))
    assert (change.kind, change.significant, change.flapping) == (ChangeKind.EDITED, True, False)
    assert change.before == was.known["a"].version
    assert change.after is not None
    assert (change.after.number, change.after.text) == (2, "The bridge a is closed.")
    assert change.last_seen_at == was.known["a"].last_seen_at


def test_a_changed_title_is_an_edit() -> None:
    """A headline that is reworded is reported, though the text stands."""
    was = before([entry("a", title="Bridge opens")])
    assert kinds(was, reading([entry("a", title="Bridge closes")])) == [("a", "edited")]


def test_new_pictures_and_dates_are_no_edit() -> None:
    """A post whose picture, author or date alone changes says the same as before."""
    was = before([entry("a", published_at=ago(hours=3))])
    assert kinds(was, reading([entry("a", published_at=ago(hours=2), author="B.", edited_at=ago(hours=1))])) == []


def test_a_date_that_the_source_no_longer_tells_is_kept() -> None:
    """An edit that comes without a date keeps the date of publication known before."""
    was = before([entry("a", published_at=ago(hours=3), published_as_written="today")])
    (change,) = changes(was, reading([entry("a", "Closed.")]))
    assert change.version.published_at == ago(hours=3)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It opens at 9, he said.", "It opens at 9 – he said"),
        ('The "bridge" opens', "the “Bridge” opens"),
    ],
)
def test_typography_is_a_small_edit(old: str, new: str) -> None:
    """A change of punctuation, quotes or case is kept as a version and marked as typography only."""
    (change,) = changes(before([entry("a", old)]), reading([entry("a", new)]))
    assert (change.kind, change.significant) == (ChangeKind.EDITED, False)


def test_one_changed_figure_is_a_significant_edit() -> None:
    """14 days are not 10 days."""
    (change,) = changes(before([entry("a", "Quarantine: 14 days")]), reading([entry("a", "Quarantine: 10 days")]))
    assert change.significant


def test_back_and_forth_is_two_edits() -> None:
    """A wording that is changed and changed back was edited twice."""
    was = before([entry("a", "A")])
    told = []
    for minutes, text in ((10, "B"), (20, "A")):
        now = NOW + timedelta(minutes=minutes)
        read = reading([entry("a", text)])
        difference = diff(source(), was, read, now)
        told += [(change.kind, change.flapping) for change in difference.changes]
        was = remembered(was, read, difference, now)
    assert told == [(ChangeKind.EDITED, False)] * 2


def test_a_wording_that_comes_a_third_time_within_a_day_is_flapping() -> None:
    """Two servers that answer in turn with two wordings are not told again and again."""
    was, flapping = first_look(), []
    for step, text in enumerate("ABABAB"):
        now, read = NOW + timedelta(minutes=10 * step), reading([entry("a", text)])
        difference = diff(source(), was, read, now)
        flapping += [change.flapping for change in difference.changes]
        was = remembered(was, read, difference, now)
    assert flapping == [False, False, False, False, True, True]


def test_a_wording_that_comes_back_after_days_is_no_flapping() -> None:
    """What returned two days ago does not count today."""
    was = known(entry("a", "A"), 0, recent=((ago(hours=26), version(entry("a", "B")).hash),) * 2)
    (change,) = changes(before([was]), reading([entry("a", "B")]))
    assert not change.flapping


def test_a_cut_text_is_no_edit_of_a_whole_one() -> None:
    """When the feed later shows only the beginning, or the title alone, nothing was withdrawn."""
    whole = known(entry("a", "The bridge is open. Tolls are abolished."), 0)
    assert kinds(before([whole]), reading([entry("a", "The bridge is…", whole=False)])) == []
    cut = known(entry("a", "The bridge is…", whole=False), 0)
    assert kinds(before([cut]), reading([replace(entry("a", whole=False), text="")])) == []
    assert kinds(before([cut]), reading([entry("a", "The bridge is shut…", whole=False)])) == [("a", "edited")]
    assert kinds(before([cut]), reading([entry("a", "The bridge is open. Tolls…")])) == [("a", "edited")]


def test_the_list_does_not_edit_what_its_own_page_says() -> None:
    """A text read at a statement's own address is compared with that address only, not with a teaser in the list."""
    was = before([known(entry("a", "The bridge is open. Tolls are abolished."), 0, opened=True)])
    assert kinds(was, reading([entry("a", "Read all about the bridge!")])) == []
    own = reading([entry("a", "Read all about the bridge!"), entry("a", "The bridge is shut.")], looked_at=("a",))
    (change,) = changes(was, own)
    assert change.version.text == "The bridge is shut."


def test_edits_of_a_source_that_does_not_know_them_are_not_told() -> None:
    """`edits: unknown` means that a changed text proves no edit."""
    unknowing = source(knows_edits=False)
    assert kinds(before(["a"]), reading([entry("a", "Other words.")]), of=unknowing) == []


# ---------------------------------------------------------------- no longer public, and public again


def suspect(of: str = "b", *, for_minutes: float = 10, **more: object) -> Known:
    """A statement that the last whole readings missed."""
    return known(of, None, missing_at=(ago(minutes=for_minutes),), **more)


def proved(entries: Sequence[str] = ("a", "c"), **more: object) -> Reading:
    """A list without `b`, whose own address says gone."""
    return reading(entries, gone=("b",), proofs={"b": "404 at its own address"}, **more)


def test_one_miss_proves_nothing() -> None:
    """A statement missing from inside the list is only suspected at first, even if its own address says gone."""
    difference = diff(source(), before(["a", "b", "c"]), proved(), NOW)
    assert difference == Difference(missing=("b",))


def test_missing_twice_and_gone_is_no_longer_public() -> None:
    """Missing twice, ten minutes apart, and 404 at its own address: reported, with last sight, misses and proof."""
    was = before(["a", known("c", 1), suspect(relevant=True)], suspects=("b",))
    (change,) = changes(was, proved())
    assert (change.kind, change.after, change.before) == (ChangeKind.DELETED, None, was.known["b"].version)
    assert change.missing_at == (ago(minutes=10), NOW)
    assert change.proof == "404 at its own address"
    assert change.last_seen_at == was.known["b"].last_seen_at
    assert change.was_relevant


def test_ten_minutes_lie_between_the_misses() -> None:
    """Two misses within ten minutes are not enough."""
    was = before(["a", known("c", 1), suspect(for_minutes=9.9)], suspects=("b",))
    assert diff(source(), was, proved(), NOW) == Difference(missing=("b",))


def test_without_proof_from_its_own_address_nothing_is_deleted() -> None:
    """However often it is missed, a statement that may be elsewhere is not reported as gone."""
    was = before(["a", known("c", 1), suspect(for_minutes=600)], suspects=("b",))
    assert diff(source(), was, reading(["a", "c"]), NOW) == Difference(missing=("b",))


def test_an_unchanged_list_still_confirms() -> None:
    """The list without the statement is unchanged since; its own address says gone: reported."""
    was = before(["a", known("c", 1), suspect()], suspects=("b",))
    unchanged = Reading(State.UNCHANGED, complete=True, listed=("a", "c"), gone=("b",), proofs={"b": "404"})
    assert kinds(was, unchanged) == [("b", "deleted")]


def test_scrolled_off_is_not_missing() -> None:
    """What stood below the last neighbour that is still listed has scrolled off."""
    assert diff(source(), before(["a", "b", "c", "d"]), reading(["e", "a", "b"]), NOW).missing == ()
    assert diff(source(), before(["a", "b"]), reading(["y", "x"]), NOW).missing == (), "the list is another one"


@pytest.mark.parametrize(
    "shown",
    [
        {"state": State.EMPTY},
        {"state": State.INCOMPLETE},
        {"state": State.LAYOUT_CHANGED},
        {"complete": False},
    ],
)
def test_only_a_whole_reading_lets_anything_be_missing(shown: dict[str, object]) -> None:
    """An empty, cut or unrecognised list makes no suspects."""
    assert diff(source(), before(["a", "b", "c"]), reading(["a", "c"], **shown), NOW) == Difference()


def test_deletions_of_a_source_that_does_not_know_them_are_not_told() -> None:
    """`deletions: unknown` means that an absence is never looked into."""
    was = before(["a", known("c", 1), suspect()], suspects=("b",))
    assert diff(source(knows_deletions=False), was, proved(), NOW) == Difference()


def test_a_pinned_post_does_not_extend_the_window() -> None:
    """An old post pinned in the list stays listed while the newer ones below scroll off: they are not missing."""
    pinned = known(entry("old", pinned=True), 2)
    was = before([known("a", 0), known("b", 1), pinned, known("c", 3)])
    assert diff(source(), was, reading(["x", "y", entry("old", pinned=True)]), NOW).missing == ()


def test_an_old_post_out_of_order_does_not_extend_the_window() -> None:
    """So it is with an old post that stands among newer ones without being marked."""

    def dated(key: str, hours: float, rank: int) -> Known:
        return known(entry(key, published_at=ago(hours=hours)), rank)

    was = before([dated("a", 1, 0), dated("b", 2, 1), dated("old", 9000, 2), dated("c", 3, 3), dated("d", 4, 4)])
    assert diff(source(), was, reading(["x", "y", "old"]), NOW).missing == ()
    assert diff(source(), was, reading(["x", "b", "old", "d"]), NOW).missing == ("a", "c")


def test_what_is_older_than_the_list_reaches_is_not_missing() -> None:
    """A list that says how far back it reaches proves nothing about what is older."""
    was = before([known(entry("a", published_at=ago(days=9)), 0), known("b", 1)])
    assert diff(source(), was, reading(["b"], sees_back_to=ago(days=5)), NOW).missing == ()
    assert diff(source(), was, reading(["b"], sees_back_to=ago(days=10)), NOW).missing == ("a",)


def test_a_suspect_that_has_scrolled_off_meanwhile_is_dropped() -> None:
    """When nothing older than the suspect is listed any more, its absence proves nothing."""
    was = before(
        [known(entry("new", published_at=ago(hours=1)), 0), suspect(of="b", first_seen_at=ago(days=9))], suspects=("b",)
    )
    dated = replace(was.known["b"], version=version(entry("b", published_at=ago(hours=5))))
    was = replace(was, known={**was.known, "b": dated})
    assert diff(source(), was, proved(["new"]), NOW) == Difference()


def test_what_its_own_page_still_shows_is_not_missing() -> None:
    """A statement that is no longer listed but stands at its own address is public."""
    was = before(["a", known("c", 1), suspect()], suspects=("b",))
    assert diff(source(), was, reading(["a", "c"], looked_at=("b",)), NOW) == Difference()


def test_what_is_listed_is_public_whatever_its_own_address_says() -> None:
    """A broken item page of a post that is still listed is no deletion."""
    assert diff(source(), before(["a", "b", "c"]), proved(["a", "b", "c"]), NOW) == Difference()


def test_a_headline_not_opened_yet_is_not_missing() -> None:
    """A statement that is listed as a headline only is still there."""
    headlines = (Headline("b", address("b"), None),)
    assert diff(source(), before(["a", "b", "c"]), reading(["a", "c"], headlines=headlines), NOW) == Difference()


def test_a_mass_loss_is_held() -> None:
    """When more than 30 % and at least five are gone at once, none is reported: a person must look."""
    gone = [f"s{number}" for number in range(5)]
    lost = [suspect(key) for key in gone]
    was = before([*lost, *(known(f"k{number}", number) for number in range(10))], suspects=tuple(gone))
    read = reading([f"k{number}" for number in range(10)], gone=tuple(gone))
    assert diff(source(), was, read, NOW) == Difference(missing=tuple(gone), held=tuple(gone))


def test_a_mass_loss_is_told_only_when_it_lasts() -> None:
    """A list that comes half empty once is suspected, not told."""
    was = before([f"s{number}" for number in range(10)])
    difference = diff(source(), was, reading(["s0", "s9"]), NOW)
    assert len(difference.missing) == 8
    assert difference.held == ()


@pytest.mark.parametrize(("gone", "kept"), [(4, 2), (5, 12)])
def test_a_few_deletions_are_told_each(gone: int, kept: int) -> None:
    """Fewer than five, or less than 30 %, are reported one by one."""
    keys = tuple(f"s{number}" for number in range(gone))
    was = before([*map(suspect, keys), *(known(f"k{number}", number) for number in range(kept))], suspects=keys)
    read = reading([f"k{number}" for number in range(kept)], gone=keys)
    assert kinds(was, read) == [(key, "deleted") for key in keys]


def test_public_again_is_restored() -> None:
    """A statement reported as no longer public that is listed again is restored, with the same wording."""
    was = before([known("a", None, deleted_at=ago(days=1), relevant=True)])
    (change,) = changes(was, reading(["a"]))
    assert (change.kind, change.was_relevant) == (ChangeKind.RESTORED, True)
    assert change.before == change.after == was.known["a"].version


def test_restored_in_other_words_is_one_change() -> None:
    """A post that comes back reworded is restored with its new wording, not also edited."""
    was = before([known("a", None, deleted_at=ago(days=1))])
    (change,) = changes(was, reading([entry("a", "Other words.")]))
    assert change.kind is ChangeKind.RESTORED
    assert change.after is not None
    assert (change.after.number, change.after.text) == (2, "Other words.")


def test_a_headline_listed_again_is_restored() -> None:
    """Where the list shows titles only, being listed again is enough."""
    was = before([known("a", None, deleted_at=ago(days=1), opened=True)])
    assert kinds(was, reading([], listed=("a",))) == [("a", "restored")]


def test_what_was_reported_is_not_reported_again() -> None:
    """A deletion is told once."""
    was = before(["a", known("c", 1), suspect(deleted_at=ago(hours=1))], suspects=("b",))
    assert diff(source(), was, proved(), NOW) == Difference()


# ---------------------------------------------------------------- baseline, backfilled


def test_the_first_look_is_a_baseline() -> None:
    """What stands there when we first look is stored and is no news, but for what is known to be a day old at most."""
    read = reading(
        [
            entry("fresh", published_at=ago(hours=23)),
            entry("old", published_at=ago(hours=25)),
            entry("undated"),
            entry("future", published_at=NOW + timedelta(days=400)),
        ]
    )
    told = {change.key: change.baseline for change in changes(first_look(), read)}
    assert told == {"fresh": False, "old": True, "undated": True, "future": True}


@pytest.mark.parametrize(("day", "baseline"), [(2, False), (1, False), (28, True)])
def test_a_day_is_compared_with_days(day: int, baseline: bool) -> None:
    """Where the source gives only a day, today's and yesterday's posts count as a day old at most."""
    published = date(2026, 2, 28) if day == 28 else date(2026, 3, day)
    (change,) = changes(first_look(), reading([entry("a", published_at=published)]))
    assert change.baseline is baseline


def test_days_are_those_of_the_source() -> None:
    """At 20:00 UTC it is tomorrow in Tokyo, and yesterday there is the day before."""
    now = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
    tokyo = source(timezone=ZoneInfo("Asia/Tokyo"))
    (change,) = changes(first_look(), reading([entry("a", published_at=date(2026, 3, 1))]), now, tokyo)
    assert change.baseline


def test_a_headline_of_the_baseline_opened_later_is_no_news() -> None:
    """A page that we come to open only days after the first look still belongs to it."""
    (change,) = changes(before(["a"]), reading(["b", "a"], baseline=("b",)))
    assert change.baseline
    assert not change.backfilled


def test_what_is_dated_long_before_our_last_look_is_backfilled() -> None:
    """A post that appears now with a date of last week is marked, so that nobody takes it for news of today."""
    read = reading([entry("today", published_at=ago(hours=3)), entry("week", published_at=ago(days=7)), entry("none")])
    told = {change.key: change.backfilled for change in changes(before(["a"]), read)}
    assert told == {"today": False, "week": True, "none": False}


def test_after_long_blindness_what_was_posted_meanwhile_is_not_backfilled() -> None:
    """After a week without power the posts of that week are late, not backfilled."""
    was = before(["a"], last_whole_at=ago(days=7))
    (change,) = changes(was, reading([entry("b", published_at=ago(days=5)), "a"]))
    assert not change.backfilled


def test_a_day_counts_to_its_end() -> None:
    """A post dated yesterday, without an hour, is not dated long before this morning's look."""
    read = reading([entry("b", published_at=date(2026, 3, 1)), entry("c", published_at=date(2026, 2, 28))])
    assert {change.key: change.backfilled for change in changes(before(["a"]), read)} == {"b": False, "c": True}


# ---------------------------------------------------------------- whatever comes

texts = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("កម្ពុជា日本タイ 12.5%\n"), min_size=1, max_size=30
)
listings = st.lists(st.tuples(st.sampled_from("abcdefghij"), texts), unique_by=lambda pair: pair[0], max_size=10)


def of(listing: Sequence[tuple[str, str]], **more: object) -> Reading:
    """A whole list of these keys and texts."""
    return reading([replace(entry(key), text=text) for key, text in listing], **more)


@given(listings, listings)
@settings(max_examples=100, deadline=None)
def test_the_same_list_seen_again_says_nothing(one: Sequence[tuple[str, str]], two: Sequence[tuple[str, str]]) -> None:
    """Whatever two lists hold, after both are recorded the second one seen again changes nothing."""
    was = first_look()
    for step, listing in enumerate((one, two)):
        now = NOW + timedelta(minutes=step)
        was = remembered(was, of(listing), diff(source(), was, of(listing), now), now)
    assert diff(source(), was, of(two), NOW + timedelta(minutes=5)).changes == ()


@given(listings, st.randoms(use_true_random=False), st.data())
@settings(max_examples=100, deadline=None)
def test_noise_is_no_edit(listing: Sequence[tuple[str, str]], random: object, data: st.DataObject) -> None:
    """Reordering, white space, invisible characters and decomposed letters change nothing."""
    was = remembered(first_look(), of(listing), diff(source(), first_look(), of(listing), NOW), NOW)
    noisy = []
    for key, text in data.draw(st.permutations(list(listing))):
        at = data.draw(st.integers(0, len(text)))
        noise = data.draw(st.text(st.sampled_from(INVISIBLE + " \n\u3000"), max_size=3))
        noisy.append((key, unicodedata.normalize("NFD", text[:at]) + noise + unicodedata.normalize("NFD", text[at:])))
    assert diff(source(), was, of(noisy), NOW + timedelta(minutes=10)).changes == ()


@given(st.lists(listings, min_size=1, max_size=6), st.sets(st.sampled_from("abcdefghij")))
@settings(max_examples=100, deadline=None)
def test_nothing_is_deleted_without_proof(lists: Sequence[Sequence[tuple[str, str]]], gone: set[str]) -> None:
    """Whatever lists come, a deletion is told only of what its own address proves gone, missing twice, and once."""
    was = first_look()
    public = set()
    for step, listing in enumerate(lists):
        now = NOW + timedelta(minutes=10 * step)
        read = of(listing, gone=tuple(sorted(gone)))
        difference = diff(source(), was, read, now)
        for change in difference.changes:
            if change.kind is ChangeKind.DELETED:
                assert change.key in gone
                assert change.key not in read.listed
                assert change.key in public
                assert len(change.missing_at) >= 2
                public.discard(change.key)
            else:
                public.add(change.key)
        was = remembered(was, read, difference, now)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12), st.integers(2, 6))
@settings(max_examples=50, deadline=None)
def test_what_newer_posts_push_off_is_never_missing(posted: Sequence[int], size: int) -> None:
    """A list that shows the newest few, with new ones at each poll, never loses a statement."""
    was, keys = first_look(), [str(number) for number in range(size)]
    for step, count in enumerate(posted):
        now = NOW + timedelta(minutes=10 * step)
        keys = [*(f"{step}-{number}" for number in range(count)), *keys][:size]
        difference = diff(source(), was, reading(keys), now)
        assert difference.missing == ()
        was = remembered(was, reading(keys), difference, now)


# ---------------------------------------------------------------- what is no edit of a post


def test_one_page_at_the_addresses_of_several_posts_is_no_edit() -> None:
    """A site that shows one page in the place of its posts edits none of them, and brings back none that is gone."""
    was = before([known("a", 0, opened=True), known("b", 1, opened=True), known("c", deleted_at=ago(days=1))])
    front = "Welcome! Our desks are open from eight to noon, on all days but Sunday."
    looked = reading([entry(key, front) for key in "abc"], listed=("a", "b"), looked_at=("a", "b", "c"), tried=("c",))
    assert kinds(was, looked) == []


def test_copies_of_a_post_that_are_edited_alike_are_edits() -> None:
    """An office that mends a date in two copies of one statement has edited both."""
    was = before([known("a", 0, opened=True), known("b", 1, opened=True)])
    mended = "The bridge is open from 3 May."
    looked = reading([entry(key, mended) for key in "ab"], looked_at=("a", "b"))
    assert kinds(was, looked) == [("b", "edited"), ("a", "edited")]


@pytest.mark.parametrize(("count", "cut"), [(5, True), (4, False)])
def test_a_list_that_cuts_all_its_texts_is_kept_and_not_told(count: int, cut: bool) -> None:
    """Cut at once in most of a list, texts are kept as a matter of form; in a few, an office has withdrawn words."""
    keys = "abcde"[:count]
    whole = [known(entry(key, f"The bridge {key} is open. No toll is asked."), at) for at, key in enumerate(keys)]
    was = before([replace(each, relevant=True) for each in whole])
    found = changes(was, reading([entry(key, f"The bridge {key} is open.") for key in keys]))
    assert [change.significant for change in found] == [not cut] * count
