"""Where a name ends that nobody knows: by capitals, by spaces, or by the end of its script."""

import regex

from monitor.assess.facts.marks import Marks

_SPACE = " \u00a0"
_GAP = regex.compile(r"[ \u00a0\u200b]*")
_A_WORD = regex.compile(r"(\S+?)(?:['’]s?)?(?:\s|$)")
_LETTER = r"(?:(?!\p{Nd})[\p{Khmer}\p{Thai}\p{Lao}\u200b\u200c])"
_OF_TOKEN = regex.compile(_LETTER)
_TOKENS = regex.compile(rf"({_LETTER}+)(?:[{_SPACE}]\u200b?({_LETTER}+))?")
_LONGEST_TOKEN = 20
_SHORTEST_ALONE, _LONGEST_ALONE = 3, 12
_RUN = regex.compile(
    r"(?:[ァ-ヶー]+(?:[ ]?[・=＝·•][ ]?|[ ])?)+$|(?:[\p{Han}々ヶ]{1,5}[ ])?[\p{Han}々ヶ]{1,5}$|[가-힣]{2,4}$"
)
_KATAKANA = regex.compile(r"[ァ-ヶ]")
_LOOKED_BACK = 30
_FEWEST, _MOST = 2, 6
_BORDERS = ("title", "office", "body before", "body after", "says", "homonym", "organisation", "country", "according")


def after(marks: Marks, end: int, role: str) -> tuple[int, int] | None:
    """The name that follows a title or an office."""
    start = _GAP.match(marks.text, end).end()
    is_title = role == "title"
    comma = not is_title and marks.text[start : start + 2] == ", "
    start += 2 * comma
    letter = marks.text[start : start + 1]
    if not letter.strip() or marks.at(start, *_BORDERS):
        return None
    if letter.isupper():
        # Minister of Tourism Development: a word behind an office that says of what is no name.
        return _words(marks, start, fewest=1 if is_title or not (comma or end in marks.spread) else 2)
    if _OF_TOKEN.match(letter):
        return _tokens(marks, start) if is_title else None
    return _surname(marks, start)


def _words(marks: Marks, start: int, *, fewest: int) -> tuple[int, int] | None:
    found = marks.registry.words.match(marks.text, start, marks.next(start, *_BORDERS))
    if not found:
        return None
    end, kept = start, 0
    for word in _A_WORD.finditer(found.group()):
        if marks.registry.stranger.fullmatch(word[1]):
            break
        end, kept = start + word.end(1), kept + 1
    return (start, end) if kept >= fewest else None


def _tokens(marks: Marks, start: int) -> tuple[int, int] | None:
    """A first and a second name between spaces; the second only when it is not the next word of the sentence."""
    found = _TOKENS.match(marks.text, start, marks.next(start, *_BORDERS))
    if not found or marks.registry.stranger.match(found[1]):
        return None
    second = found[2]
    if second and len(second) <= _LONGEST_TOKEN and not marks.registry.stranger.match(second.lstrip("\u200b")):
        return start, found.end()
    return (start, found.end(1)) if _SHORTEST_ALONE <= len(found[1].replace("\u200b", "")) <= _LONGEST_ALONE else None


def _surname(marks: Marks, start: int) -> tuple[int, int] | None:
    """A Chinese name of a surname and one or two characters."""
    hit = next((each for each in marks.inside(start, start + 2, "surname") if each.start == start), None)
    if hit is None:
        return None
    for end in (hit.end + 2, hit.end + 1):
        rest = marks.text[end : end + 1]
        known = marks.at(end, "says", "suffix", "office") or marks.registry.stranger.match(marks.text, end)
        border = not rest.isalpha() or known
        if border and rest != "·" and regex.fullmatch(r"\p{Han}+", marks.text[hit.end : end]):
            return start, end
    return None


def before(marks: Marks, end: int, *, of_what: bool) -> tuple[int, int] | None:
    """The name that stands before an office or a suffix in a script that puts them behind.

    `of_what`: what stands there may as well say of what the office is, so that only a known or a foreign name counts.
    """
    while end and marks.text[end - 1] in " \u3000":
        end -= 1
    first = max(end - _LOOKED_BACK, 0)
    found = _RUN.search(marks.text[first:end])
    if not found:
        return None
    start = first + found.start()
    for hit in marks.inside(start, end, "family"):
        # 本日林大臣 is of Hayashi, 小林大臣 is not.
        if hit.end == end and (hit.start == start or marks.registry.stranger.fullmatch(marks.text, start, hit.start)):
            return hit.start, end
    for hit in marks.between(first - _LOOKED_BACK, end):
        if start < hit.end <= end and any(sense.role in _BORDERS for sense in hit.senses):
            start = hit.end
    while (stranger := marks.registry.stranger.match(marks.text, start, end)) and stranger.end() > start:
        start = stranger.end()
    if marks.by_surname and not any(hit.start == start for hit in marks.inside(start, end, "surname")):
        return None
    name = marks.text[start:end].strip()
    start = end - len(name)
    katakana = _KATAKANA.match(name)
    is_name = katakana or (len(name) <= _MOST and not of_what)
    return (start, end) if len(name) >= _FEWEST and is_name else None
