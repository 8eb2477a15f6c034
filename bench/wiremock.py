"""A stub of WireMock's that answers every send as vivo does; the jar comes in the npm package `wiremock`."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

VERSION = "3.13.2"
_STUB = {
    "request": {"method": "POST", "urlPathPattern": "/.*"},
    "response": {
        "status": 200,
        "headers": {"Content-Type": "application/json;charset=UTF-8"},
        "jsonBody": {"result": 0, "desc": "请求成功", "taskId": "364922943447397630"},
    },
}


@contextmanager
def stubbing() -> Iterator[tuple[str, int] | None]:
    """Run WireMock with the stub; yield its address and process, or nothing where it cannot be had."""
    if shutil.which("java") is None or shutil.which("npm") is None:
        print("served: there is no Java or no npm here, so WireMock is not measured beside it", file=sys.stderr)
        yield None
        return
    with TemporaryDirectory(prefix="pushsim-wiremock-") as made:
        folder = Path(made)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", made, f"wiremock@{VERSION}"]
        if subprocess.run(command, check=False).returncode != 0:
            print("served: npm did not bring WireMock, so it is not measured", file=sys.stderr)
            yield None
            return
        (jar,) = folder.glob("node_modules/wiremock/**/*.jar")
        (folder / "mappings").mkdir()
        (folder / "mappings" / "send.json").write_text(json.dumps(_STUB, ensure_ascii=False), encoding="utf-8")
        # Its journal of requests is bounded by default; ours keeps its newest records, too.
        options = ["--port", "0", "--root-dir", made, "--max-request-journal-entries", "1000", "--disable-banner"]
        with subprocess.Popen(
            ["java", "-jar", str(jar), *options], stdout=subprocess.PIPE, encoding="utf-8"
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("port:"):
                    yield f"http://127.0.0.1:{line.split()[1]}", process.pid
                    break
            process.terminate()
