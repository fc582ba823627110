"""Where sentences begin and end, in every script."""

import regex

_SHORT = r"Mr|Ms|Dr|St|No|Nos|vs|Mrs|Hon|Gen|Col|Lt|Jr|Sr|Rs|approx|Amb|Prof|H\.E|U\.S"
_END = regex.compile(
    rf"""[។៕៖။।۔؟](?:["”’»)\]])* | [。！？｡](?:[」』”’）)])* | [!?…]+["”’»)\]]*(?=\s|$) |
        (?<![\p{{Lu}}]|\b(?:{_SHORT}))\.["”’»)\]]*(?=\s+\P{{Ll}}|\s*$|\s*\n) |
        \n+""",
    regex.VERBOSE,
)


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of `text`, in order, without the white space around them."""
    spans = []
    start = 0
    for match in _END.finditer(text):
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return [span for span in (_trimmed(text, *each) for each in spans) if span[0] < span[1]]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
