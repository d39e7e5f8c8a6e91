"""Real web servers with the settings that ``hosting`` makes, on this machine and without any rights of root."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

PACKAGES = {"nginx": "nginx-light", "apache2": "apache2", "caddy": "caddy"}
SECONDS_TO_START = 30
_APACHE_MODULES = "mpm_event authz_core mime dir headers rewrite setenvif ssl socache_shmcb"


@dataclass(frozen=True)
class Running:
    """A server that answers on two ports of this machine: without and with TLS."""

    port: int
    secure_port: int


def found_or_installed(program: str) -> str:
    """Return the path of a server, installed by Debian's package manager if need be; skips where there is none."""
    places = os.environ["PATH"] + os.pathsep + "/usr/sbin"
    found = shutil.which(program, path=places)
    if not found and shutil.which("apt-get") and os.geteuid() == 0:
        with FileLock(Path(tempfile.gettempdir()) / "vip-apt.lock"):
            quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            for line in (["update"], ["install", "-y", "--no-install-recommends", PACKAGES[program]]):
                subprocess.run(["apt-get", "-qq", *line], env=quiet, check=False, stdout=subprocess.DEVNULL)
        found = shutil.which(program, path=places)
    if not found:
        pytest.skip(f"{program} is missing: install {PACKAGES[program]}")
    return found


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def serving(server: str, hosting: Path) -> Iterator[Running]:
    """Run ``server`` as nobody with its settings in the folder ``hosting`` until the block ends."""
    program = found_or_installed(server)
    ports = Running(free_port(), free_port())
    folder = Path(tempfile.mkdtemp(prefix="vip-server-"))
    certify(folder)
    line = {"nginx": _nginx, "apache2": _apache, "caddy": _caddy}[server](program, folder, hosting, ports)
    as_nobody = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        for place in (folder, *folder.iterdir()):
            os.chown(place, nobody.pw_uid, nobody.pw_gid)
        as_nobody = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": ()}
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
    }
    with (folder / "sagt").open("wb") as said:
        process = subprocess.Popen(line, stdout=said, stderr=said, env=environment, cwd=folder, **as_nobody)  # type: ignore[call-overload]
    try:
        _wait_until_it_answers(process, ports, folder)
        yield ports
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def certify(folder: Path) -> None:
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(folder / "key.pem")]
    name = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-out", str(folder / "cert.pem")]
    subprocess.run(["openssl", "req", "-x509", *key, *name], check=True, capture_output=True)


def _wait_until_it_answers(process: subprocess.Popen[bytes], ports: Running, folder: Path) -> None:
    for _ in range(SECONDS_TO_START * 10):
        try:
            for port in (ports.port, ports.secure_port):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    pytest.fail((folder / "sagt").read_text(encoding="utf-8") + "\n" + _logged(folder))


def _logged(folder: Path) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in folder.glob("*.log"))


def _settings(hosting: Path, path: str) -> str:
    text = (hosting / path).read_text(encoding="utf-8")
    assert "/srv/vip/webbplats" in text
    return text.replace("/srv/vip/webbplats", str(hosting / "webbplats"))


def _replaced(text: str, old: str, new: str) -> str:
    assert old in text, f"{old!r} is not in the settings"
    return text.replace(old, new)


def _nginx(program: str, folder: Path, hosting: Path, ports: Running) -> list[str]:
    listens = f"listen 127.0.0.1:{ports.port}; listen 127.0.0.1:{ports.secure_port} ssl;"
    keys = f"ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;"
    text = _replaced(_settings(hosting, "nginx/vip.conf"), "listen 80;", f"{listens} {keys}")
    (folder / "vip.conf").write_text(text, encoding="utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\ninclude /etc/nginx/mime.types;\ndefault_type application/octet-stream;\naccess_log off;\n"
        f"{temporary}include {folder}/vip.conf;\n}}\n",
        encoding="utf-8",
    )
    return [program, "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]


def _apache(program: str, folder: Path, hosting: Path, ports: Running) -> list[str]:
    text = _settings(hosting, "apache/vip.conf")
    keys = f"SSLEngine on\nSSLCertificateFile {folder}/cert.pem\nSSLCertificateKeyFile {folder}/key.pem\n"
    plain = _replaced(text, "<VirtualHost *:80>", f"<VirtualHost 127.0.0.1:{ports.port}>")
    secure = _replaced(text, "<VirtualHost *:80>", f"<VirtualHost 127.0.0.1:{ports.secure_port}>\n{keys}")
    modules = "".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in _APACHE_MODULES.split()
    )
    (folder / "apache.conf").write_text(
        f"{modules}ServerRoot {folder}\nServerName 127.0.0.1\nPidFile {folder}/pid\nErrorLog {folder}/error.log\n"
        f"DefaultRuntimeDir {folder}\nTypesConfig /etc/mime.types\n"
        f"Listen 127.0.0.1:{ports.port}\nListen 127.0.0.1:{ports.secure_port}\n{plain}{secure}",
        encoding="utf-8",
    )
    return [program, "-f", str(folder / "apache.conf"), "-DFOREGROUND"]


def _caddy(program: str, folder: Path, hosting: Path, ports: Running) -> list[str]:
    headers, mark, text = _settings(hosting, "caddy/Caddyfile").partition("http://")
    text = mark + text
    plain = _replaced(text, "http://127.0.0.1 {", f"http://127.0.0.1:{ports.port} {{")
    keys = f"tls {folder}/cert.pem {folder}/key.pem"
    secure = _replaced(text, "http://127.0.0.1 {", f"https://127.0.0.1:{ports.secure_port} {{\n\t{keys}")
    (folder / "Caddyfile").write_text(
        "{\n\tadmin off\n\tauto_https disable_redirects\n}\n" + headers + plain + secure, encoding="utf-8"
    )
    return [program, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
