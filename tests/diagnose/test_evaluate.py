"""Answers are counted as agreed: half for an alternative, and `unknown` only where the tool says so and asks."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.cli.main import pushsim
from simulator.diagnose.evaluate import Known, prepare

CASES = """\
- id: channel
  source: https://example.org/a/one/issues/1
  vendor: oppo
  im: tencent
  device: OPPO Reno4
  symptom: Nothing is shown.
  evidence:
    - 'E/NotificationService: No Channel found for pkg=com.x, channelId=null'
  evidence_after: [21301 Invalid application secret]
  cause_hop: os_channel
  alt_hops: [im_payload]
  cause: it must never be read, for it says click_action
- id: secret
  source: https://example.org/a/two/issues/2
  vendor: xiaomi
  symptom: 服务端发小米返回错误
  evidence: ['errorCode=21301 reason=Invalid application secret.']
  cause_hop: certificate_config
  alt_hops: [vendor_auth]
"""


@pytest.fixture
def report(tmp_path: Path) -> dict[str, object]:
    path = tmp_path / "cases.yaml"
    path.write_text(CASES, encoding="utf-8")
    result = CliRunner().invoke(pushsim, ["diagnose", "--evaluate", str(path), "--json"])
    assert result.exit_code == 0, result.output
    told: dict[str, object] = json.loads(result.stdout)
    return told


def test_the_right_word_counts_one_and_an_alternative_half(report: dict[str, object]) -> None:
    assert (report["cases"], report["top1"]) == (2, 0.75)
    assert {"top3", "per_case", "calibration", "confusion", "cross_validated"} <= report.keys()


def test_what_only_came_up_later_is_never_looked_at() -> None:
    form = {
        "vendor": "xiaomi",
        "symptom": "no push",
        "evidence_after": ["errorCode=21301"],
        "cause": "the token",
        "fix": "x",
    }
    (prepared,) = prepare([Known("one", "vendor_auth", (), "a", form)])
    assert [one.sign for one in prepared.ticket.evidence] == ["shown.nothing"]
