"""What the page's modules work out before they draw, tested in their own language."""

import subprocess
from pathlib import Path
from shutil import which

from tests.programs import needs


@needs("node")
def test_modules_work_out_what_they_draw():
    tests = sorted((Path(__file__).parent / "html").glob("*.test.mjs"))
    assert tests
    done = subprocess.run([which("node") or "", "--test", *tests], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
