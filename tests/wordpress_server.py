"""A real WordPress on a real MariaDB, from Debian's packages; its editors write by its own functions."""

import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from servers import free_port

PACKAGED = Path("/usr/share/wordpress")
THEME = "twentytwentyone"
CONFIG = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '{address}'); define('WP_SITEURL', '{address}');
define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true); define('WP_HTTP_BLOCK_EXTERNAL', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
ROUTER = """<?php
$file = __DIR__ . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (is_file($file)) return false;
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
require __DIR__ . '/index.php';
"""
INSTALL = f"""
define('WP_INSTALLING', true);
function wp_new_blog_notification() {{}}
require 'wp-load.php'; require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Ministry of Rivers (invented)', 'editor', 'editor@rivers.example', true, '', 'an-invented-password');
switch_theme('{THEME}'); wp_delete_post(1, true);
"""
CLOSED = """<?php
add_filter('rest_authentication_errors', fn($was) => get_option('closed') ?
    new WP_Error('rest_cannot_access', 'Only for members.', ['status' => 401]) : $was);
"""


class RealWordPress:
    """A running site."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder, self.address = folder, address

    def publish(self, title: str, html: str, days_ago: float = 0) -> int:
        """A post goes out; its number."""
        at = f"gmdate('Y-m-d H:i:s', time() - {int(days_ago * 86400)})"
        post = f"['post_title' => {_php(title)}, 'post_content' => {_php(html)}, 'post_status' => 'publish',"
        return int(self._run(f"echo wp_insert_post({post} 'post_date' => {at}, 'post_date_gmt' => {at}]);"))

    def edit(self, number: int, html: str) -> None:
        """An editor saves other words; in another second, for by that a feed tells whether it is new."""
        time.sleep(1.1)
        self._run(f"wp_update_post(['ID' => {number}, 'post_content' => {_php(html)}]);")

    def trash(self, number: int) -> None:
        """An editor puts a post into the trash."""
        self._run(f"wp_trash_post({number});")

    def restore(self, number: int) -> None:
        """An editor takes a post out of the trash, and publishes it again."""
        self._run(f"wp_untrash_post({number}); wp_publish_post({number});")

    def delete(self, number: int) -> None:
        """An editor deletes a post for good."""
        self._run(f"wp_delete_post({number}, true);")

    def set_up(self, *, speaking: bool, closed: bool) -> None:
        """Whether its addresses speak, and whether a plugin closes its interface to strangers."""
        structure = "/%postname%-%post_id%/" if speaking else ""
        self._run(
            f"global $wp_rewrite; $wp_rewrite->set_permalink_structure('{structure}'); $wp_rewrite->flush_rules();"
            f" update_option('closed', '{int(closed)}');"
        )

    def _run(self, code: str) -> str:
        return _php_run(self._folder, f"require 'wp-load.php'; {code}")


@contextmanager
def real_wordpress() -> Iterator[RealWordPress]:
    """A site as it is after its installation, without a post."""
    folder = Path(tempfile.mkdtemp(prefix="wordpress-"))
    site, port = folder / "site", free_port()
    address = f"http://127.0.0.1:{port}"
    shutil.copytree(PACKAGED, site)
    (site / "wp-config.php").write_text(CONFIG.format(socket=folder / "socket", address=address))
    (site / "router.php").write_text(ROUTER)
    (site / "wp-content" / "mu-plugins").mkdir()
    (site / "wp-content" / "mu-plugins" / "closed.php").write_text(CLOSED)
    with _mariadb(folder):
        _php_run(site, INSTALL)
        with (folder / "php.log").open("wb") as log:
            command = ["php", "-S", f"127.0.0.1:{port}", "router.php"]
            server = subprocess.Popen(command, cwd=site, stdout=log, stderr=log)
        try:
            _until(lambda: urllib.request.urlopen(f"{address}/?rest_route=/", timeout=10).close(), server)
            yield RealWordPress(site, address)
        finally:
            server.terminate()
            server.wait(10)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _mariadb(folder: Path) -> Iterator[None]:
    data, socket = folder / "mysql", folder / "socket"
    with (folder / "mysql.log").open("wb") as log:
        made = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--user=root", "--skip-test-db"]
        subprocess.run(made, check=True, stdout=log, stderr=log)
        command = ["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={socket}", "--user=root"]
        server = subprocess.Popen([*command, "--skip-networking", "--skip-grant-tables"], stdout=log, stderr=log)
    asks = ["mariadb", "--no-defaults", f"--socket={socket}", "-e", "CREATE DATABASE wordpress"]
    try:
        _until(lambda: subprocess.run(asks, check=True, capture_output=True), server)
        yield
    finally:
        server.terminate()
        server.wait(20)


def _until(attempt: Any, server: "subprocess.Popen[bytes]") -> None:
    """Try until the server answers."""
    until = time.monotonic() + 30
    while True:
        try:
            attempt()
        except (OSError, subprocess.CalledProcessError):
            if time.monotonic() > until or server.poll() is not None:
                raise
            time.sleep(0.1)
        else:
            return


def _php_run(folder: Path, code: str) -> str:
    environment = {**os.environ, "HTTP_HOST": "127.0.0.1"}
    done = subprocess.run(["php", "-r", code], cwd=folder, env=environment, check=True, capture_output=True, text=True)
    return done.stdout


def _php(text: str) -> str:
    """A text as PHP writes it."""
    return f"json_decode({json.dumps(json.dumps(text)).replace('$', chr(92) + '$')})"
