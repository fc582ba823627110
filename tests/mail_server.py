"""A mail server on 127.0.0.1 that shows one folder by IMAP, and takes down what it is asked for."""

import base64
import re
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from socketserver import StreamRequestHandler, ThreadingTCPServer


@dataclass
class Mailbox:
    """What stands in the folder, and how the server behaves."""

    password: str = "a-secret-token"
    folder: str = "INBOX"
    validity: int = 17
    mails: dict[int, bytes] = field(default_factory=dict)
    capabilities: str = "IMAP4rev1 AUTH=PLAIN"
    refusal: str = "[AUTHENTICATIONFAILED] Authentication failed."
    flood: bytes = b""  #: sent in the place of any mail
    asked: list[str] = field(default_factory=list)  #: the commands, without their tags

    def take(self, mail: str | bytes) -> int:
        """A mail comes in, under the next number."""
        uid = max(self.mails, default=0) + 1
        body = mail if isinstance(mail, bytes) else mail.encode()
        self.mails[uid] = body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        return uid


class MailServer(ThreadingTCPServer):
    """The server, while the block runs. It speaks as much IMAP as a reader of mail needs, and nothing that writes."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, box: Mailbox) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.box = box
        self.place = f"127.0.0.1:{self.server_address[1]}"
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> "MailServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()


class _Talk(StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        with suppress(OSError):  # the other side has heard enough
            self._talk()

    def _talk(self) -> None:
        self._say("* OK ready")
        while line := self.rfile.readline().decode("latin-1").strip():
            tag, _, said = line.partition(" ")
            word = said.upper().split(" ")[0]
            self.server.box.asked.append(said)
            answer = {"CAPABILITY": self._capability, "AUTHENTICATE": self._authenticate, "LOGIN": self._login}
            done = answer.get(word, self._other)(said)
            self._say(f"{tag} {done}")
            if word == "LOGOUT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _capability(self, _: str) -> str:
        self._say(f"* CAPABILITY {self.server.box.capabilities}")
        return "OK done"

    def _authenticate(self, _: str) -> str:
        self._say("+ ")
        _, user, password = base64.b64decode(self.rfile.readline()).decode().split("\0")
        return self._let_in(user, password)

    def _login(self, said: str) -> str:
        user, password = re.findall(r'"((?:[^"\\]|\\.)*)"', said)
        return self._let_in(user.replace('\\"', '"'), password)

    def _let_in(self, user: str, password: str) -> str:
        box = self.server.box
        return "OK done" if (user, password) == ("desk", box.password) else f"NO {box.refusal}"

    def _other(self, said: str) -> str:
        box = self.server.box
        if said == "LOGOUT":
            return "OK done"
        if said.startswith("EXAMINE"):
            if said != f'EXAMINE "{box.folder}"':
                return "NO [NONEXISTENT] No such folder"
            self._say(f"* {len(box.mails)} EXISTS\r\n* OK [UIDVALIDITY {box.validity}] valid")
            return "OK [READ-ONLY] open"
        if said.startswith("UID SEARCH"):
            self._say("* SEARCH" + "".join(f" {uid}" for uid in box.mails if self._fits(uid, said)))
            return "OK done"
        return self._fetch(*said.removeprefix("UID FETCH ").split(" ", 1)) if "UID FETCH" in said else "BAD unknown"

    def _fits(self, uid: int, said: str) -> bool:
        highest = re.search(r"UID 1:(\d+)", said)
        senders = re.findall(r'FROM "([^"]+)"', said)
        heading = self.server.box.mails[uid].partition(b"\r\n\r\n")[0].decode("latin-1").lower()
        return (not highest or uid <= int(highest[1])) and (not senders or any(each in heading for each in senders))

    def _fetch(self, uids: str, parts: str) -> str:
        box = self.server.box
        for number, uid in enumerate(box.mails, 1):
            if str(uid) not in uids.split(","):
                continue
            whole = box.flood or box.mails[uid]
            body = whole.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if "HEADER" in parts else whole
            section = "BODY[]<0>" if "<0." in parts else "BODY[HEADER.FIELDS (FROM)]"
            self._say(f"* {number} FETCH (UID {uid} {section} {{{len(body)}}}")
            self.wfile.write(body + b")\r\n")
        return "OK done"
