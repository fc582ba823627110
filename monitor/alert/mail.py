"""Email by our own sender: real text and HTML parts, a Message-ID that every copy shares, SMTP's own answers.

apprise parses the address, so that `mailto://` means here what it means there; its answer would hide whether a failure
is for now or for ever.
"""

import re
import smtplib
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import formatdate, parseaddr
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from monitor.alert.channel import ROOM, Accepted, Answer, Message, Refused, Temporary, Unknown
from monitor.alert.fitted import short
from monitor.alert.inert import inline, unlinked
from monitor.model import short_id

TIMEOUT = 20.0
"""Seconds for each step of the conversation."""
_SUBJECT = 180
_IDENTIFIER = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>")
_TEMPLATES = SandboxedEnvironment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["unlinked"] = unlinked


class _Policy(EmailPolicy):
    """The standard library's, but for subjects: its own folding loses spaces between words that are not ASCII."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() != "subject":
            return super().fold_binary(name, value)
        folded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {folded}{self.linesep}".encode("ascii")


# Every body is sent as ASCII (quoted-printable or base64), which no server on the way must convert.
_POLICY = _Policy(linesep="\r\n", cte_type="7bit")


def html(message: Message) -> str:
    """The message as a page of its own, made for a phone; nothing in it is loaded from elsewhere."""
    return _TEMPLATES.get_template("mail.html").render(message=message, preview=_preview(message))


def subject(message: Message) -> str:
    """The title, and the first words of the source: what a phone shows before the mail is opened."""
    preview = _preview(message)
    return inline(f"{message.title}: “{preview}”" if preview else message.title, _SUBJECT)


def _preview(message: Message) -> str:
    return inline(message.items[0].passages[0].text, 120) if message.items[0].passages else ""


class Mail:
    """A `mailto://` or `mailtos://` address, as apprise's own object `address` parsed it."""

    room = 90_000

    def __init__(self, address: Any) -> None:
        self._address = address

    def send(self, message: Message) -> Answer:
        """Hand the mail to the server for all recipients at once; those who have it already are left out."""
        settled = dict(message.done_with)
        waiting = [one for one in self._recipients() if one not in settled]
        mail = _addressed(message, self._address)
        try:
            with _session(self._address) as server:
                answer, answers = _submit(server, self._address.from_addr[1], waiting, mail.as_bytes())
                if isinstance(answer, Refused) and answer.why.startswith("552"):  # too large
                    server.rset()
                    mail.clear_content()
                    mail.set_content(f"{short(message, str)}\n")
                    answer, answers = _submit(server, self._address.from_addr[1], waiting, mail.as_bytes())
        except (OSError, smtplib.SMTPException) as error:
            return Temporary(_spoken(error), done_with=settled)
        if isinstance(answer, Temporary):
            return replace(answer, done_with=settled)
        if not isinstance(answer, Accepted):
            return answer
        later = [why for code, why in answers.values() if 400 <= code < 500]
        settled |= {one: why if code >= 500 else "" for one, (code, why) in answers.items() if not 400 <= code < 500}
        if later:
            return Temporary(f"not yet for {len(later)} of {len(answers)} recipients: {later[0]}", done_with=settled)
        lost = "; ".join(f"{one}: {why}" for one, why in settled.items() if why)
        return Accepted(answer.why, lost=lost, ref=str(mail["Message-ID"]))

    def _recipients(self) -> list[str]:
        address = self._address
        return list(dict.fromkeys([*(one for _, one in address.targets), *sorted(address.cc), *sorted(address.bcc)]))


def as_mail(
    message: Message, *, sender: str, to: Sequence[str], cc: Sequence[str] = (), reply_to: Sequence[str] = ()
) -> EmailMessage:
    """The mail itself, with a text and an HTML part; addresses as they are written in a header."""
    mail = EmailMessage(policy=_POLICY)
    mail["Subject"] = subject(message)
    mail["From"] = sender
    for header, listed in (("To", to), ("Cc", cc), ("Reply-To", reply_to)):
        if listed:
            mail[header] = ", ".join(listed)
    domain = parseaddr(sender)[1].rpartition("@")[2]
    mail["Date"] = formatdate(usegmt=True)
    mail["Message-ID"] = f"<{message.alert}.{short_id('mail', message.key, *to)}@{domain}>"
    thread = f"<thread.{short_id('thread', message.thread)}@{domain}>" if message.thread else ""
    first = message.reply_to if _IDENTIFIER.fullmatch(message.reply_to) else ""
    if first:
        mail["In-Reply-To"] = first
    if thread or first:
        mail["References"] = " ".join(filter(None, (thread, first)))
    mail["List-Id"] = f"Alerts of monitor <alerts.monitor.{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(f"{message.title}\n\n{message.fit(ROOM, unlinked)}\n")
    mail.add_alternative(html(message), subtype="html")
    return mail


def _addressed(message: Message, address: Any) -> EmailMessage:
    """As the address asks. All recipients stand in it, as colleagues of one desk do; those of `bcc` do not."""
    names: Mapping[str, Any] = address.names
    mail = as_mail(
        message,
        sender=_written(*address.from_addr),
        to=[_written(name, one) for name, one in address.targets],
        cc=[_written(names.get(one), one) for one in sorted(address.cc)],
        reply_to=[_written(names.get(one), one) for one in sorted(address.reply_to)],
    )
    for name, value in address.headers.items():
        del mail[name]
        mail[name] = inline(value)
    return mail


def _written(name: Any, address: str) -> str:
    return str(Address(display_name=inline(str(name)) if name else "", addr_spec=address))


@contextmanager
def _session(address: Any) -> Iterator[smtplib.SMTP]:
    """A connection that is encrypted and logged in as the address asks for."""
    context = ssl.create_default_context()
    if not address.verify_certificate:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if address.secure_mode == "ssl":
        server: smtplib.SMTP = smtplib.SMTP_SSL(address.smtp_host, address.port, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(address.smtp_host, address.port, timeout=TIMEOUT)
    try:
        if address.secure_mode == "starttls":
            server.starttls(context=context)
        server.ehlo_or_helo_if_needed()
        if address.user and address.password:
            server.login(address.user, address.password)
        yield server
    finally:
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()


def _submit(
    server: smtplib.SMTP, sender: str, recipients: list[str], mail: bytes
) -> tuple[Answer, dict[str, tuple[int, str]]]:
    """What the server says to the mail, and to each recipient."""
    code, reply = server.mail(sender)
    if code != 250:
        return _answer(code, reply), {}
    answers = {}
    for recipient in recipients:
        code, reply = server.rcpt(recipient)
        answers[recipient] = (code, _line(code, reply))
    if not any(code in (250, 251) for code, _ in answers.values()):
        temporary = [why for code, why in answers.values() if code < 500]
        everyone = "; ".join(why for _, why in answers.values())
        return Temporary(temporary[0]) if temporary else Refused(everyone), answers
    try:
        return _answer(*server.data(mail)), answers
    except smtplib.SMTPDataError as error:
        return _answer(error.smtp_code, error.smtp_error), answers
    except (OSError, smtplib.SMTPException) as error:
        return Unknown(f"no answer after the mail was handed over: {_spoken(error)}"), answers


def _answer(code: int, reply: bytes | str) -> Answer:
    """A fault of the message is for ever; of the connection or the login, until an operator mends it."""
    said = _line(code, reply)
    if 200 <= code < 300:
        return Accepted(said)
    return Refused(said) if code >= 500 and code not in (521, 530, 534, 535, 538) else Temporary(said)


def _line(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return inline(f"{code} {text}", 200)


def _spoken(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _line(error.smtp_code, error.smtp_error)
    return inline(f"{type(error).__name__}: {error}", 200)
