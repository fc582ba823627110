"""Who sits before the page: the name that a person gave with a form, remembered in the browser. It proves nothing."""

from urllib.parse import quote, unquote

from fastapi import Request, Response

A_YEAR = 365 * 86400


def name(request: Request) -> str:
    """The name given before; empty where none was."""
    return unquote(request.cookies.get("name", ""))


def remember(page: Response, request: Request, given: str) -> None:
    """Know the name again next time."""
    secure = request.url.scheme == "https"
    page.set_cookie("name", quote(given), max_age=A_YEAR, httponly=True, samesite="lax", secure=secure)
