"""One linear pass over an XML document that finds what would take a parser minutes, or its memory."""

import re

from monitor.read.markup import DEEPEST, MOST_ATTRIBUTES, MOST_CHARACTERS, MOST_IN_ONE_TAG

# A section or comment that never ends reaches to the end, so that the next one is not looked for again.
_TOKEN = re.compile(
    r"""<!\[CDATA\[(?:.*?\]\]>|.*\Z)|<!--(?:.*?-->|.*\Z)|"""
    r"""<(/?)([^\s<>/!?]++)((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>?""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"=\s*+[\"']")


def refused(text: str, most_elements: int, most_signs: int) -> str | None:
    """Why this document must not be parsed, in words for an operator; None: it may be.

    `most_signs`: of `<` and of `&`, each.
    """
    if len(text) > MOST_CHARACTERS:
        return f"the document is longer than {MOST_CHARACTERS:,} characters"
    if max(text.count("<"), text.count("&")) > most_signs:
        return f"the document holds more than {most_signs:,} tags or entities"
    depth = elements = 0
    for token in _TOKEN.finditer(text):
        name, inside = token[2], token[3]
        if name is None:
            continue
        if len(inside) > MOST_IN_ONE_TAG:
            return f"one tag is longer than {MOST_IN_ONE_TAG // 1024} KB"
        if len(inside) > 2 * MOST_ATTRIBUTES and len(_ATTRIBUTE.findall(inside)) > MOST_ATTRIBUTES:
            return f"one tag has more than {MOST_ATTRIBUTES:,} attributes"
        elements += not token[1]
        depth = max(depth - 1, 0) if token[1] else depth + (not inside.endswith("/"))
        if depth > DEEPEST:
            return f"elements are nested deeper than {DEEPEST}"
    return f"the document holds more than {most_elements:,} elements" if elements > most_elements else None
