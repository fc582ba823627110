"""Dovecot, from Debian's package, on 127.0.0.1 with files of its own: a mailbox as offices have them."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from servers import free_port

CONFIG = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{certificate}
ssl_key = <{certificate}
ssl_min_protocol = TLSv1.2
default_login_user = nobody
default_internal_user = nobody
default_internal_group = nogroup
mail_location = maildir:{folder}/mail
first_valid_uid = 0
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={folder}/mail allow_all_users=yes
}}
"""
SWITCHES = "disable_plaintext_auth = yes\nauth_mechanisms = plain login\n"


@dataclass(frozen=True)
class Dovecot:
    """A server that runs, with one user, `desk`."""

    folder: Path
    port: int

    def set_password(self, password: str) -> None:
        """From now on the user gets in with this one."""
        (self.folder / "users").write_text(f"desk:{{PLAIN}}{password}\n")

    def take(self, mail: bytes, name: str, folder: str = "") -> None:
        """A mail comes in, as any delivery agent hands it over."""
        maildir = self.folder / "mail" / folder
        for each in ("tmp", "new", "cur"):
            (maildir / each).mkdir(parents=True, exist_ok=True)
        (maildir / "tmp" / name).write_bytes(mail)
        subprocess.run(["chown", "-R", "nobody:nogroup", self.folder / "mail"], check=True)
        (maildir / "tmp" / name).rename(maildir / "new" / name)

    def files(self) -> list[str]:
        """The mails as they lie there: a mail that was read, marked or moved has another name."""
        return sorted(str(each.relative_to(self.folder / "mail")) for each in (self.folder / "mail").glob("**/new/*"))


@contextmanager
def dovecot(certificate: Path) -> Iterator[Dovecot]:
    """The server, while the block runs."""
    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))  # short: the paths of sockets must be
    folder.chmod(0o755)
    running = Dovecot(folder, free_port())
    running.set_password("a-secret-token")
    (folder / "mail").mkdir()
    config = folder / "dovecot.conf"
    config.write_text(CONFIG.format(folder=folder, port=running.port, certificate=certificate) + SWITCHES)
    server = subprocess.Popen(["dovecot", "-F", "-c", config])
    try:
        _until_it_answers(running.port, server)
        yield running
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _until_it_answers(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until or server.poll() is not None:
                raise
            time.sleep(0.05)
        else:
            return
