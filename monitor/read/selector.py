"""CSS selectors that operators write: checked when the configuration is loaded, compiled once."""

from functools import lru_cache
from typing import Annotated, Any

from cssselect import HTMLTranslator, SelectorError
from lxml import etree
from pydantic import AfterValidator


@lru_cache(maxsize=512)
def _compiled(css: str) -> Any:
    return etree.XPath(HTMLTranslator().css_to_xpath(css))


def _checked(css: str) -> str:
    try:
        _compiled(css)(etree.Element("html"))
    except (SelectorError, etree.XPathError) as error:
        raise ValueError(f"{css!r} is no CSS selector: {error}") from None
    return css


Selector = Annotated[str, AfterValidator(_checked)]
"""A CSS selector of the levels that cssselect knows (CSS 3, and `:has`, `:is`, `:not` of level 4)."""


def select(element: Any, css: str) -> list[Any]:
    """The elements that a selector names below `element` (and it itself), in the order of the document."""
    return list(_compiled(css)(element))


def first(element: Any, css: str) -> Any | None:
    """The first of them, or None."""
    return next(iter(select(element, css)), None)
