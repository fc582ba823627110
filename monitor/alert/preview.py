"""What a channel would be given, without giving it: the same rendering, as a value to look at. Pure."""

from typing import Any

from monitor.alert.channel import Channel, Message, room
from monitor.alert.inert import defused
from monitor.alert.mail import Mail, as_mail
from monitor.alert.slack import Slack, blocks, escaped
from monitor.alert.telegram import Telegram, told
from monitor.alert.webhook import Webhook, shape

_NOBODY = "monitor <monitor@preview.invalid>"
"""In the place of addresses, which are nobody's business."""


def preview(message: Message, channel: Channel) -> tuple[str, Any]:
    """How the channel speaks, and what it would say."""
    if isinstance(channel, Slack):
        return "slack", {"text": escaped(message.title), "blocks": blocks(message)}
    if isinstance(channel, Telegram):
        return "telegram", told(message)
    if isinstance(channel, Webhook):
        return "json", shape(message)
    if isinstance(channel, Mail):
        mail = as_mail(message, sender=_NOBODY, to=[_NOBODY])
        parts = {part.get_content_type(): part.get_content() for part in mail.iter_parts()}
        return "mail", {"subject": mail["Subject"], "text": parts["text/plain"], "html": parts["text/html"]}
    return "text", {"title": defused(message.title), "text": message.fit(room(channel), defused)}
