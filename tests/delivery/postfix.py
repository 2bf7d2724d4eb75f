"""A Postfix of the tests' own: takes mail over SMTP on loopback, asks a milter, delivers by Dovecot's LDA and Sieve."""

import os
import re
import shutil
import smtplib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from e2e.account import Account
from e2e.mail.mailbox import ADDRESS, template
from e2e.process import free_port, require, running, skip

LDA = "/usr/lib/dovecot/dovecot-lda"
SIEVE = Path(__file__).parents[2] / "deploy" / "sieve" / "lencana.sieve"
_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
mynetworks = 127.0.0.0/8
myhostname = mx.example.test
mydestination =
local_recipient_maps =
alias_maps =
virtual_mailbox_domains = example.test
virtual_mailbox_maps = inline:{{ {{ {address} = alice }} }}
virtual_transport = lda
smtpd_milters = inet:127.0.0.1:{milter}
milter_default_action = accept
milter_connect_timeout = 5s
default_transport = error:this test sends nothing out
smtp_dns_support_level = disabled
smtputf8_enable = no
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
error unix - - n - - error
lda unix - n n - - pipe flags=DRhu user={user}:{group} argv={lda} -c {dovecot} -f ${{sender}} -d {address}
"""
_LDA = """
log_path = {folder}/lda.log
stats_writer_socket_path =
postmaster_address = postmaster@example.test
"""
_SIEVE = {  # by the Dovecot that is installed, as tests/e2e/mail/mailbox.py tells it
    "dovecot-2.3.conf": """
protocol lda {{
  mail_plugins = sieve
}}
plugin {{
  sieve_before = {sieve}
}}
""",
    "dovecot-2.4.conf": """
protocol lda {{
  mail_plugins {{
    sieve = yes
  }}
}}
sieve_script lencana {{
  type = before
  path = {sieve}
}}
""",
}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where it listens."""

    port: int
    log: Path

    def send(self, raw: bytes, sender: str = "stranger@example.net", recipient: str = ADDRESS) -> None:
        """Hand a message over as a stranger's server does."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=60) as client:
            client.sendmail(sender, [recipient], raw)


@contextmanager
def postfix(
    folder: Path, owner: Account, dovecot_conf: Path, milter_port: int, *, main: str = "", master: str = ""
) -> Iterator[MailServer]:
    """A Postfix in front of the mailbox whose Dovecot has this configuration.

    `main` and `master` are added to its files; of a setting that stands twice, the later counts.
    """
    require("postfix")
    if os.geteuid() != 0:
        skip("Postfix starts as root alone")
    port = free_port()
    for name in ("conf", "spool", "data"):
        (folder / name).mkdir(parents=True)
    for parent in (folder, *folder.parents):
        if parent.stat().st_mode & 0o005 != 0o005 and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o011)
    shutil.chown(folder / "data", "postfix")
    conf, lda_conf = folder / "conf", folder / "dovecot-lda.conf"
    script = folder / "lencana.sieve"
    shutil.copy(SIEVE, script)
    owner.own(folder, script)
    own = re.sub(r"^log_path .*\n", "", dovecot_conf.read_text(), flags=re.MULTILINE)
    lda_conf.write_text(own + (_LDA + _SIEVE[template().name]).format(folder=folder, sieve=script))
    subprocess.run(["sievec", "-c", lda_conf, script], check=True, capture_output=True)
    words = {"folder": folder, "port": port, "milter": milter_port, "address": ADDRESS, "lda": LDA, "dovecot": lda_conf}
    (conf / "main.cf").write_text(_MAIN.format(**words) + main)
    (conf / "master.cf").write_text(_MASTER.format(**words, user=owner.name, group=owner.group) + master)
    for name in ("dynamicmaps.cf", "postfix-files"):
        shutil.copy(f"/etc/postfix/{name}", conf)
    env = {"PATH": f"{os.environ.get('PATH', '')}:/usr/sbin"}
    try:
        with running(["postfix", "-c", conf, "start-fg"], log=folder / "out.log", port=port, env=env):
            yield MailServer(port, folder / "mail.log")
    finally:
        subprocess.run(["postfix", "-c", conf, "stop"], check=False, capture_output=True, env={**os.environ, **env})
