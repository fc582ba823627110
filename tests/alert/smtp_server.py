"""A real SMTP server in this process, whose answers a test sets."""

import asyncio
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from servers import free_port


class SmtpServer(Controller):
    """Use as a context manager; `mails` are what it accepted, as parsed, with the recipients of each in `envelopes`."""

    def __init__(self, *, login: tuple[str, str] | None = None) -> None:
        self.mails: list[EmailMessage] = []
        self.envelopes: list[list[str]] = []
        self.sender_answer = "250 OK"
        self.recipient_answers: dict[str, str] = {}
        self.data_answers: list[str] = []  #: taken from the front; `hang up` breaks the line; then 250
        super().__init__(
            self,
            hostname="127.0.0.1",
            port=free_port(),
            auth_required=login is not None,
            auth_require_tls=False,
            authenticator=lambda *call: AuthResult(success=_pair(call[4]) == login, handled=False),
        )

    def __enter__(self) -> "SmtpServer":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def address(self) -> str:
        """`127.0.0.1:PORT`."""
        return f"127.0.0.1:{self.port}"

    async def handle_MAIL(self, _: Any, __: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if self.sender_answer.startswith("250"):
            envelope.mail_from = address
        return self.sender_answer

    async def handle_RCPT(self, _: Any, __: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        answer = self.recipient_answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, _: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.data_answers.pop(0) if self.data_answers else "250 OK"
        if answer == "hang up":
            server.transport.close()
            await asyncio.sleep(0)
            return "421 bye"
        if answer.startswith("250"):
            mail = BytesParser(policy=policy.default).parsebytes(envelope.content)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
            self.envelopes.append(list(envelope.rcpt_tos))
        return answer


def _pair(given: Any) -> tuple[str, str] | None:
    return (given.login.decode(), given.password.decode()) if isinstance(given, LoginPassword) else None
