"""What a sender's process is given so that it comes to the simulated clouds, whatever language it is written in."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from simulator.serve.authority import JAVA_STORE_PASSWORD, Trust
from simulator.serve.forward_proxy import LOOPBACK, ForwardProxy

_OWN_MACHINE = "localhost,127.0.0.1,::1"


def sender_environment(base: Mapping[str, str], proxy: ForwardProxy, trust: Trust, folder: Path) -> dict[str, str]:
    """Return *base* with what leads a sender to *proxy*; files that this needs are written into *folder*.

    curl, Python, Ruby, Go and PHP's curl heed the proxy variables. A Java virtual machine reads its options from
    `JAVA_TOOL_OPTIONS`; Node's own modules heed nothing, and get a preload; PHP reads its authorities from a `.ini`.
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
    added |= {
        "NODE_OPTIONS": _joined(base.get("NODE_OPTIONS"), f"--require {_write_preload(folder)}"),
        "PUSHSIM_ADDRESS": proxy.address,
        "PUSHSIM_HTTPS_PORT": str(proxy.https_port),
        "PUSHSIM_HTTP_PORT": str(proxy.http_port),
        "JAVA_TOOL_OPTIONS": _joined(base.get("JAVA_TOOL_OPTIONS"), _java_options(proxy, trust)),
        # An empty part stands for the folder that PHP was built to read.
        "PHP_INI_SCAN_DIR": f"{base.get('PHP_INI_SCAN_DIR', '')}:{_write_php_ini(folder, trust)}",
    }
    return {**base, **added}


def _joined(given: str | None, own: str) -> str:
    return f"{given} {own}" if given else own


def _java_options(proxy: ForwardProxy, trust: Trust) -> str:
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
    return " ".join(f"-D{name}={value}" for name, value in {**where, **what}.items())


def _write_preload(folder: Path) -> Path:
    preload = folder / "pushsim-preload.cjs"
    preload.write_bytes((resources.files("simulator.serve") / "node_preload.cjs").read_bytes())
    return preload


def _write_php_ini(folder: Path, trust: Trust) -> Path:
    settings = folder / "php"
    settings.mkdir()
    (settings / "pushsim.ini").write_text(
        f'openssl.cafile = "{trust.pem}"\ncurl.cainfo = "{trust.pem}"\n', encoding="utf-8"
    )
    return settings
