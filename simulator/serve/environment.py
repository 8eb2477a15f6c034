"""What a sender's process is given so that it comes to the simulated clouds, whatever language it is written in."""

import json
import os
import socket
from collections.abc import Collection, Mapping
from importlib import resources
from pathlib import Path

from simulator.serve.authority import JAVA_STORE_PASSWORD, Trust
from simulator.serve.forward_proxy import LOOPBACK, ForwardProxy

_OWN_MACHINE = "localhost,127.0.0.1,::1"
_NOWHERE = "198.18.0.1"
"""An address that leads to nobody's machine (RFC 2544, C.2.2): whoever heeds no other setting looks for hosts there."""


def sender_environment(
    base: Mapping[str, str], proxy: ForwardProxy, trust: Trust, folder: Path, *, unresolved: Collection[str] = ()
) -> dict[str, str]:
    """Return *base* with what leads a sender to *proxy*.

    curl, Ruby, Go, PHP's curl and most of Python heed the proxy variables. A Java virtual machine reads its options
    from `JAVA_TOOL_OPTIONS`; Node's own modules heed nothing, and get a preload, as does the rest of Python and Ruby;
    PHP reads its authorities from a `.ini`, wget from its own settings.

    Args:
        base: What the sender would have had.
        proxy: It has been started.
        trust: The authority that it speaks under.
        folder: For the files that this needs.
        unresolved: Simulated hosts for which the machine's own tables do not lead to *proxy*.
    """
    address = f"http://{LOOPBACK}:{proxy.proxy_port}"
    added = dict.fromkeys(("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"), address)
    added |= dict.fromkeys(("NO_PROXY", "no_proxy"), _OWN_MACHINE)
    authorities = (
        "SSL_CERT_FILE",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
        "HTTPLIB2_CA_CERTS",
        "NODE_EXTRA_CA_CERTS",
        "DENO_CERT",
        "PERL_LWP_SSL_CA_FILE",
    )
    added |= dict.fromkeys(authorities, str(trust.pem))
    hosts_table = _write_hosts(folder, unresolved) if unresolved else None
    added |= {
        "NODE_OPTIONS": _joined(base.get("NODE_OPTIONS"), f"--require {_write_preload(folder, 'node_preload.cjs')}"),
        "RUBYOPT": _joined(base.get("RUBYOPT"), f"-r{_write_preload(folder, 'ruby_preload.rb')}"),
        "PYTHONPATH": os.pathsep.join(
            filter(None, [str(_write_sitecustomize(folder, proxy, trust)), base.get("PYTHONPATH")])
        ),
        "PUSHSIM_ADDRESS": proxy.address,
        "PUSHSIM_HTTPS_PORT": str(proxy.https_port),
        "PUSHSIM_HTTP_PORT": str(proxy.http_port),
        "JAVA_TOOL_OPTIONS": _joined(base.get("JAVA_TOOL_OPTIONS"), _java_options(proxy, trust, hosts_table)),
        # An empty part stands for the folder that PHP was built to read.
        "PHP_INI_SCAN_DIR": f"{base.get('PHP_INI_SCAN_DIR', '')}:{_write_php_ini(folder, trust)}",
        "WGETRC": str(_write_wgetrc(folder, trust, Path(base.get("WGETRC") or "~/.wgetrc").expanduser())),
    }
    return {**base, **added}


def _joined(given: str | None, own: str) -> str:
    return f"{given} {own}" if given else own


def _java_options(proxy: ForwardProxy, trust: Trust, hosts_table: Path | None) -> str:
    where = {
        f"{scheme}.{key}": value
        for scheme in ("http", "https")
        for key, value in (("proxyHost", LOOPBACK), ("proxyPort", str(proxy.proxy_port)))
    }
    what = {
        "http.nonProxyHosts": "localhost|127.*|[::1]",
        "javax.net.ssl.trustStore": str(trust.java_store),
        "javax.net.ssl.trustStoreType": "PKCS12",
        "javax.net.ssl.trustStorePassword": JAVA_STORE_PASSWORD,
    }
    if hosts_table is not None:
        # Sockets heed these two, below clients that heed no proxy, such as Apache's; those ask for an address first.
        what |= {
            "socksProxyHost": LOOPBACK,
            "socksProxyPort": str(proxy.socks_port),
            "jdk.net.hosts.file": str(hosts_table),
        }
    return " ".join(f"-D{name}={value}" for name, value in {**where, **what}.items())


def _write_hosts(folder: Path, hosts: Collection[str]) -> Path:
    table = folder / "java-hosts"
    lines = [f"127.0.0.1 localhost {socket.gethostname()}", "::1 localhost", *(f"{_NOWHERE} {host}" for host in hosts)]
    table.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return table


def _write_preload(folder: Path, name: str) -> Path:
    preload = folder / name
    preload.write_bytes(_own(name))
    return preload


def _write_sitecustomize(folder: Path, proxy: ForwardProxy, trust: Trust) -> Path:
    preloads = folder / "python"
    preloads.mkdir()
    run = {
        "address": proxy.address,
        "https_port": proxy.https_port,
        "http_port": proxy.http_port,
        "nowhere": _NOWHERE,
        "authority": str(trust.pem),
    }
    (preloads / "pushsim.json").write_text(json.dumps(run), encoding="utf-8")
    (preloads / "sitecustomize.py").write_bytes(_own("python_preload.py"))
    return preloads


def _own(name: str) -> bytes:
    return (resources.files("simulator.serve") / name).read_bytes()


def _write_php_ini(folder: Path, trust: Trust) -> Path:
    settings = folder / "php"
    settings.mkdir()
    (settings / "pushsim.ini").write_text(
        f'openssl.cafile = "{trust.pem}"\ncurl.cainfo = "{trust.pem}"\n', encoding="utf-8"
    )
    return settings


def _write_wgetrc(folder: Path, trust: Trust, own: Path) -> Path:
    given = own.read_text(encoding="utf-8", errors="surrogateescape") if os.access(own, os.R_OK) else ""
    settings = folder / "wgetrc"
    text = f"{given}\nca_certificate = {trust.pem}\n"
    settings.write_text(text, encoding="utf-8", errors="surrogateescape")
    return settings
