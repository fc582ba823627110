"""Terms as editors of many languages keep them: one a line, in YAML.

term                  matches as written, in any case; a capital in the term asks for a capital in the text
flight(s)             a group is optional; `(a|b|)` chooses one of several
査証 = visa           what it means, in English, for alerts
"""

import re
from itertools import product
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

_GROUP = re.compile(r"\(([^()]*)\)")


class Term(BaseModel):
    """A word or phrase of one language and what it means in English."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(min_length=1, max_length=200)
    gloss: str = ""


def forms(text: str) -> tuple[str, ...]:
    """Every spelling that a term stands for: `donat(e|es)` gives donate, donates; `flight(s)` flight, flights."""
    parts = _GROUP.split(text)
    choices = [
        [part] if at % 2 == 0 else (part.split("|") if "|" in part else ["", part]) for at, part in enumerate(parts)
    ]
    return tuple(" ".join("".join(chosen).split()) for chosen in product(*choices))


def _lines(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    terms = []
    for line in value.splitlines():
        text, _, gloss = line.partition(" = ")
        if text.strip():
            terms.append({"text": text.strip(), "gloss": gloss.strip()})
    return terms


def _written(value: Any) -> Any:
    """A block of lines, or a list whose items are lines."""
    if isinstance(value, list):
        return [found for each in value for found in (_lines(each) if isinstance(each, str) else [each])]
    return _lines(value)


Terms = Annotated[
    tuple[Term, ...],
    BeforeValidator(_written),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
