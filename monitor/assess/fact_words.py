"""The words of which amounts, dates and counts are made, as `words/facts/` holds them, checked when loaded."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationInfo, field_validator

from monitor.assess.terms import Terms

SLOTS = (
    "year", "year2", "to", "day", "day2", "dd", "m", "month", "month_name", "part", "span", "relative", "era",
)  # fmt: skip
"""What a form of dates may name in braces: docs/change/fact.md says what each stands for."""
_SLOT = re.compile(r"\{([a-z]\w*)\}")
_MONTH = "(?:[1-9]|1[0-2])"
_WORTH = {
    "numbers": (r"\d{1,2}", "a number below one hundred"),
    "scales": (r"[1-9]\d*", "a whole number"),
    "money_scales": (r"[1-9]\d*", "a whole number"),
    "currencies": (r"(?:\? )?[A-Z]{3}(?: [A-Z]{3})*", "codes as in `JPY` or `? INR LKR`"),
    "times": ("D|W|M|Y|TH|TM", "one of D, W, M, Y, TH, TM"),
    "months": (_MONTH, "the number of a month"),
    "fiscal": (_MONTH, "the number of a month"),
    "eras": (r"\d{1,4}", "a year"),
    "parts": ("1/2|2/2|[1-3]/3|[1-4]/4|[1-6]/6", "a part as in 1/3"),
    "percent": ("|[1-9]\\d*", "a whole number, or nothing"),
    "spans": (f"{_MONTH}-{_MONTH}", "months as in 3-5"),
    "relative": (r"(?:day|week|month|year)[+-]\d", "a step as in month+1"),
}
"""List -> what its words may be worth, as a pattern and in words."""


def _form(written: str) -> str:
    for slot in _SLOT.findall(written):
        if slot not in SLOTS:
            raise ValueError(f"{{{slot}}} is no slot: there are {', '.join(SLOTS)}")
    try:
        re.compile(_SLOT.sub("", written))
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from None
    return written


class FactWords(BaseModel):
    """`facts/<code>.yaml`: of what figures and dates are made in a language; ` = ` says what a word is worth."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    decimal: Literal["", ".", ",", "either"] = ""  #: the mark before decimals; before three digits `either` groups
    spaced_groups: bool = False  #: `300 000` is one number
    tokenised: bool = False  #: some sources put spaces between words, and the script has none
    numbers: Terms = ()  #: word = number, below one hundred
    no_numbers: Terms = ()  #: words that only look like a number: `one of`
    scales: Terms = ()  #: word = what the number before it is multiplied by
    joins: Terms = ()  #: between the words of one number: two hundred `and` five
    to: Terms = ()  #: between the ends of a range or period
    between: Terms = ()  #: before a range whose ends one of `joins` joins: `between` 6 and 8
    about: Terms = ()  #: hedges before a figure: nearly; `= -`: words that only look like one
    about_after: Terms = ()  #: hedges after it
    vague: Terms = ()  #: before a scale that no number goes with: `several` hundred; `= -` as in `about`
    ordinal: Terms = ()  #: before a number that counts nothing: `Article` 5
    currencies: Terms = ()  #: word = ISO 4217 code; of several the first is meant, or `?` and those it may be
    money_scales: Terms = ()  #: scales that only money has: $5`m`
    percent: Terms = ()  #: word = of how many hundredths it is one, where not of one: 割 = 10
    percent_before: Terms = ()
    times: Terms = ()  #: word = D, W, M, Y, TH (hour), TM (minute)
    ago: Terms = ()  #: after a number of days that is no duration: five years `ago`
    things: Terms = ()  #: word for what is counted = its name in English
    plurals: bool = False  #: what is counted ends in -s, with other words before it
    no_things: Terms = ()  #: words that stand before nothing that is counted
    no_counts: Terms = ()  #: plurals of which a number in words says nothing: two `sides`
    months: Terms = ()  #: more names = number; CLDR's are known
    eras: Terms = ()  #: word = the year before its first
    fiscal: Terms = ()  #: country or language = the month in which the fiscal year begins there
    short_years: int = 2000  #: what a year of two digits is counted from
    parts: Terms = ()  #: `early` = 1/3: the first of three parts; of four: a week
    spans: Terms = ()  #: `spring` = 3-5: months of a year
    relative: Terms = ()  #: `next month` = month+1
    dates: tuple[Annotated[str, AfterValidator(_form)], ...] = ()
    """How dates are written: regular expressions with slots, see docs/change/fact.md."""
    remove: tuple[str, ...] = ()

    @field_validator(*_WORTH)
    @classmethod
    def _worth(cls, terms: Terms, which: ValidationInfo) -> Terms:
        pattern, said = _WORTH[str(which.field_name)]
        for term in terms:
            if not re.fullmatch(pattern, term.gloss):
                raise ValueError(f"“{term.text} = {term.gloss}”: write {said} after the sign")
        return terms
