"""The channels that an address can open, and what is wrong with one that cannot be used."""

from monitor.alert.channel import Channel
from monitor.alert.discord import Discord
from monitor.alert.mail import Mail
from monitor.alert.mattermost import Mattermost
from monitor.alert.service import Service, parsed
from monitor.alert.slack import Slack
from monitor.alert.teams import Teams
from monitor.alert.telegram import Telegram
from monitor.alert.webhook import METHODS, Webhook, secret_of

_MAIL = ("mailto", "mailtos")
_JSON = ("json", "jsons")
_TEAMS = ("workflow", "workflows")
_MATTERMOST = ("mmost", "mmosts")


def fault(url: str) -> str | None:
    """Why an address cannot be used, and the mend; None for a good one. The address, a secret, is never quoted."""
    scheme = _scheme(url)
    if not scheme:
        return "this is no address: an apprise URL begins with a scheme, as in mailto:// or slack://"
    from apprise.utils.parse import parse_urls

    if len(parse_urls(url, store_unparseable=False)) > 1:  # type: ignore[no-untyped-call]
        return "these are several addresses: make a channel for each"
    address = parsed(url)
    if address is None:
        return f"apprise cannot read this {scheme}:// address: see https://appriseit.com/services/ for its form"
    if scheme in _JSON and address.method not in METHODS:
        return f"a webhook is sent by {', '.join(METHODS)}, not by {address.method}"
    if scheme not in _MAIL and len(address) > 1:
        return (
            f"this address has {len(address)} recipients: make a channel for each, "
            "so that a failure at one does not send the others a copy"
        )
    if scheme in _MAIL and not address.targets:
        return "no recipient in this address can be read: write ?to=someone@example.org"
    return None


def open_channel(url: str) -> Channel:
    """The channel behind an address. Raises ValueError, with the mend, for one that `fault` complains of."""
    complaint = fault(url)
    if complaint:
        raise ValueError(complaint)
    address = parsed(url)
    if _scheme(url) in _JSON:
        return Webhook(address, secret_of(url))
    if _scheme(url) in _MAIL and address.pgp_mode == "no":  # apprise encrypts, we do not
        return Mail(address)
    if address.schema == "slack" and address.mode in ("hook", "bot") and "@" not in (address.channels[0] or ""):
        return Slack(address)  # apprise knows who @somebody is, and how a workflow is spoken to
    if address.schema == "tgram" and address.targets:  # without one apprise asks Telegram who wrote to the bot
        return Telegram(address)
    if address.schema == "discord" and "template" not in url.lower():
        return Discord(address)
    if address.schema in _TEAMS and "template" not in url.lower():  # whoever writes templates for apprise knows best
        return Teams(address)
    if _scheme(url) in _MATTERMOST and address.mode == "webhook":
        return Mattermost(address)
    return Service(url)


def _scheme(url: str) -> str:
    scheme, colon, _ = url.strip().partition("://")
    return scheme.lower() if colon and scheme.replace("+", "").isalnum() else ""
