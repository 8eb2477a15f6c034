"""Every scenario that a diagnosis writes fails as it is, and passes with the repair that stands beside it."""

import msgspec
import pytest
import yaml

from simulator.causes import CAUSES
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Edit, Tree, edited
from simulator.causes.setting import Setting
from simulator.diagnose.answer import Answer, diagnose, to_json
from simulator.diagnose.evaluate import Worlds
from simulator.diagnose.findings import Findings
from simulator.diagnose.planted import form_of, plant, read_planted
from simulator.diagnose.playing import play
from simulator.diagnose.readers.form import read_form
from simulator.kernel.randomness import Streams
from simulator.vendors import VENDORS
from tests.causes.test_contract import NEWER

LOST = [name for name, cause in CAUSES.items() if cause.cause_hop is not CauseHop.EXPECTED_BEHAVIOUR]
REPORTS = {
    "code": {"vendor": "xiaomi", "symptom": "服务端推送小米返回错误", "evidence": ["errorCode=21301 reason=x"]},
    "channel": {"vendor": "oppo", "symptom": "收不到推送", "evidence": ["No Channel found for pkg=com.x"]},
    "killed": {"vendor": "vivo", "symptom": "after the app is killed no push arrives", "im": "tencent"},
    "tap": {"vendor": "huawei", "symptom": "点击通知没有反应，收到推送正常", "im": "tencent"},
    "logout": {"vendor": "meizu", "symptom": "切换账号之后收不到离线推送", "im": "tencent"},
    "token": {"vendor": "honor", "symptom": "the app never gets a token, errorCode: 8003004"},
}
"""Words of customers, of many stretches."""


@pytest.fixture(scope="module")
def worlds() -> Worlds:
    return Worlds()


def setting_of(name: str, index: int) -> Setting:
    """Return where cause *name* is met; the vendors take turns."""
    vendors = list(VENDORS)
    turned = [*vendors[index % len(vendors) :], *vendors[: index % len(vendors)]]
    settings = (Setting(vendor, android=android) for android in (0, NEWER) for vendor in turned)
    return next(one for one in settings if CAUSES[name].concerns(one))


def fails_and_is_mended(answer: Answer) -> None:
    """Play the scenario of *answer* as it is, and with the repair that machines read."""
    tree: Tree = yaml.safe_load(answer.scenario)
    assert play(tree).failure is not None
    causes = to_json(answer)["causes"][: 2 if answer.together else 1]
    edits = msgspec.convert([one for cause in causes for one in cause["repair"]["edits"]], tuple[Edit, ...])
    assert all(cause["repair"]["verified"] for cause in causes)
    assert play(edited(tree, edits)).failure is None


@pytest.mark.parametrize(("name", "setting"), [(name, setting_of(name, index)) for index, name in enumerate(LOST)])
def test_the_scenario_of_each_cause_fails_and_is_mended(name: str, setting: Setting, worlds: Worlds) -> None:
    seen = plant([name], setting)
    assert seen is not None
    findings = read_planted(form_of(seen, Streams(11).named(name)))
    fails_and_is_mended(diagnose(findings, world=worlds.of(findings.facts.setting())))


@pytest.mark.parametrize("name", REPORTS)
def test_the_scenario_of_a_report_in_words_fails_and_is_mended(name: str, worlds: Worlds) -> None:
    findings = Findings()
    read_form(REPORTS[name], "report.yaml", findings)
    fails_and_is_mended(diagnose(findings, world=worlds.of(findings.facts.setting())))
