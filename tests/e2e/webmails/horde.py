"""Debian 12's Horde under PHP's own web server; the machine's /etc/horde is covered by one of the test's own."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from platform import freedesktop_os_release
from tempfile import mkdtemp

from ..account import Account
from ..process import free_port, require, running, skip
from .roundcube import KEPT_FILES

_CONFIGURATION, _PAGES, _STATIC = Path("/etc/horde"), Path("/usr/share/horde"), Path("/var/cache/horde/static")
_CONF = """<?php
$conf['testdisable'] = true;
$conf['user']['select_view'] = true;
$conf['debug_level'] = 0;
$conf['umask'] = 077;
$conf['compress_pages'] = false;
$conf['use_ssl'] = 0;
$conf['server']['name'] = '127.0.0.1';
$conf['server']['port'] = {port};
$conf['cookie'] = ['domain' => '', 'path' => '/'];
$conf['secret_key'] = 'synthetic-key-of-the-test';
$conf['session'] = ['name' => 'Horde', 'use_only_cookies' => true, 'cache_limiter' => 'nocache', 'timeout' => 0,
    'max_time' => 0];
$conf['auth'] = ['driver' => 'application', 'params' => ['app' => 'imp'], 'admins' => [], 'checkip' => false,
    'checkbrowser' => false];
$conf['log'] = ['enabled' => true, 'type' => 'file', 'name' => '{folder}/data/horde.log', 'priority' => 'INFO',
    'ident' => 'HORDE', 'params' => ['append' => true, 'format' => 'default']];
$conf['sql'] = ['phptype' => 'sqlite', 'database' => '{folder}/data/horde.sqlite', 'charset' => 'utf-8'];
$conf['tmpdir'] = '{folder}/data';
$conf['prefs'] = ['driver' => 'Session', 'maxsize' => 65535];
$conf['sessionhandler'] = ['type' => 'Builtin', 'memcache' => false, 'hashtable' => false];
$conf['cache'] = ['driver' => 'Null', 'default_lifetime' => 0, 'compress' => false];
$conf['cachejs'] = $conf['cachecss'] = false;
$conf['cachejsparams'] = $conf['cachecssparams'] = ['driver' => 'filesystem', 'lifetime' => 86400];
$conf['vfs']['type'] = 'Null';
$conf['group'] = ['driver' => 'Mock'];
$conf['perms']['driver'] = 'Null';
$conf['share'] = ['driver' => 'Sqlng', 'any_group' => false, 'hidden' => false];
foreach (['history', 'token', 'lock', 'alarms'] as $name) {{
    $conf[$name] = ['driver' => 'Null', 'params' => []];
}}
$conf['urls'] = ['pretty' => false, 'token_lifetime' => 30, 'hmac_lifetime' => 30];
$conf['portal']['fixed_blocks'] = [];
$conf['imsp']['enabled'] = $conf['kolab']['enabled'] = $conf['activesync']['enabled'] = false;
$conf['mailer'] = ['type' => 'null', 'params' => []];
"""
_REGISTRY = """<?php
foreach (array_keys($this->applications) as $name) {
    if (!in_array($name, ['horde', 'imp'])) {
        $this->applications[$name]['status'] = 'inactive';
    }
}
$this->applications['horde']['webroot'] = '';
$this->applications['imp']['webroot'] = '/imp';
"""
_BACKEND = """<?php
$servers['imap'] = ['disabled' => false, 'name' => 'Dovecot', 'hostspec' => '127.0.0.1', 'hordeauth' => false,
    'protocol' => 'imap', 'port' => {imap_port}, 'secure' => false];
"""
# Horde is older than PHP 8: it calls each(), and what it is warned of would be written into its pages.
_PREPENDED = """<?php
error_reporting(0);
if (!function_exists('each')) {
    function each(&$array) {
        $key = key($array);
        if ($key === null) {
            return false;
        }
        $value = current($array);
        next($array);
        return [1 => $value, 'value' => $value, 0 => $key, 'key' => $key];
    }
}
"""
_GENERATE = """<?php
require_once '/usr/share/horde/lib/Application.php';
Horde_Registry::appInit('horde', ['authentication' => 'none', 'cli' => true]);
$vars = new Horde_Variables();
file_put_contents('/etc/horde/imp/conf.php', (new Horde_Config('imp'))->generatePHPConfig($vars));
"""
# Horde encrypts the password in its session with Blowfish, which OpenSSL 3 has in another provider.
_OPENSSL = """openssl_conf = all
[all]
providers = both
[both]
default = on
legacy = on
[on]
activate = 1
"""


@dataclass(frozen=True, slots=True)
class Horde:
    """A webmail at an address, and where it keeps its sessions."""

    url: str
    sessions: Path

    def end_sessions(self) -> None:
        """Whoever was logged in, is no more: the next log-in may choose another view."""
        for session in self.sessions.glob("sess_*"):
            session.unlink()


@contextmanager
def horde(folder: Path, owner: Account, imap_port: int) -> Iterator[Horde]:
    """Horde below `folder`, in front of the IMAP server at `imap_port`; skips the test where it is not installed."""
    require("php")
    if reason := _missing():
        skip(reason, allowed=not _is_packaged())
    folder, port = Path(mkdtemp(prefix="horde-", dir=folder)), free_port()
    _write(folder, port, imap_port)
    shutil.copy(KEPT_FILES, folder)  # a clone may be root's alone
    owner.own(folder, *folder.rglob("*"))
    command = [*_in_own_configuration(folder), *owner.prefix, "php"]
    for name, value in {
        "auto_prepend_file": folder / "prepended.php",
        "session.save_path": folder / "data",
        "display_errors": 0,
        "opcache.enable_cli": 1,
    }.items():
        command += ["-d", f"{name}={value}"]
    env = {"OPENSSL_CONF": str(folder / "openssl.cnf"), "PHP_CLI_SERVER_WORKERS": "4", "HOME": str(folder / "data")}
    subprocess.run([*command, folder / "generate.php"], check=True, env={**os.environ, **env})
    server = [*command, "-S", f"127.0.0.1:{port}", "-t", str(_PAGES), str(folder / KEPT_FILES.name)]
    with running(server, log=folder / "php.log", port=port, env=env):
        yield Horde(f"http://127.0.0.1:{port}", folder / "data")


def _write(folder: Path, port: int, imap_port: int) -> None:
    """The files of a Horde of its own: a copy of Debian's with the test's settings, and the folders it writes into."""
    etc = folder / "etc"
    shutil.copytree(_CONFIGURATION, etc, symlinks=True)
    shutil.rmtree(etc / "imp/prefs.d")  # asks applications that are switched off here
    (folder / "data").mkdir()
    (folder / "static").mkdir()
    for path, text in {
        "etc/horde/conf.php": _CONF.format(folder=folder, port=port),
        "etc/horde/registry.d/test.php": _REGISTRY,
        "etc/imp/backends.local.php": _BACKEND.format(imap_port=imap_port),
        "prepended.php": _PREPENDED,
        "generate.php": _GENERATE,
        "openssl.cnf": _OPENSSL,
    }.items():
        (folder / path).write_text(text)


def _in_own_configuration(folder: Path) -> list[str]:
    """Before a command: it, and nobody else on the machine, finds the test's files where Horde's own are."""
    mounts = (
        'mount --bind "$1/etc" /etc/horde && mount --bind "$1/static" /var/cache/horde/static && shift && exec "$@"'
    )
    return [*_unshare(), "sh", "-c", mounts, "sh", str(folder)]


def _unshare() -> list[str]:
    return ["unshare", "--mount", *(() if os.geteuid() == 0 else ("--map-root-user",))]


def _missing() -> str:
    """Why Horde cannot run here, in words; empty when it can."""
    if not (_PAGES / "imp/dynamic.php").is_file():
        return "not installed: php-horde-webmail (tests/e2e/install.sh installs it where Debian has it)"
    if subprocess.run([*_unshare(), "true"], capture_output=True, check=False).returncode:
        return "no mount namespace of our own: Horde has no other way to a configuration of its own"
    return ""


def _is_packaged() -> bool:
    """Whether this release has Horde: Debian 12 is the last one."""
    release = freedesktop_os_release()
    return (release["ID"], release.get("VERSION_ID")) == ("debian", "12")
