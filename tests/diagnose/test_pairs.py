"""Two causes at once: both are found where both can be seen, and one that explains everything stays alone."""

import pytest
import yaml

from simulator.causes import CAUSES
from simulator.causes.edit import Tree, edited
from simulator.causes.setting import Setting
from simulator.causes.together import together
from simulator.diagnose.answer import Answer, diagnose, to_json
from simulator.diagnose.planted import form_of, healthy_setting, plant, read_planted
from simulator.diagnose.playing import play
from simulator.kernel.randomness import Streams

PAIRS = [
    ("secret_wrong", "notifications_off"),
    ("constants_of_another_app", "notifications_off"),
    ("kicked", "text_too_long"),
    ("logged_out", "permission_never_asked"),
    ("constants_of_another_app", "channel_never_created"),
    ("certificate_id_unset", "permission_undeclared"),
]


def answer_to(*names: str, vendor: str = "oppo") -> tuple[Answer, Setting]:
    """Diagnose a world with the causes *names*."""
    stream = Streams(5).named("-".join(names))
    settings = [healthy_setting(vendor, stream) for _ in range(20)]
    setting = next(one for one in settings if all(CAUSES[name].concerns(one) for name in names))
    seen = plant(names, setting)
    assert seen is not None
    return diagnose(read_planted(form_of(seen, stream))), setting


@pytest.mark.parametrize("pair", PAIRS)
def test_both_of_two_causes_come_first(pair: tuple[str, str]) -> None:
    answer, _ = answer_to(*pair)
    assert set(answer.together) == {cause.id for cause in answer.causes[:2]} == set(pair)
    assert min(cause.probability for cause in answer.causes[:2]) > 1 / 2
    assert set(to_json(answer)["together"]) == set(pair)


def test_two_causes_need_both_repairs() -> None:
    answer, setting = answer_to("secret_wrong", "notifications_off")
    tree: Tree = yaml.safe_load(answer.scenario)
    repairs = [CAUSES[name].repairs[0].edits(setting) for name in answer.together]
    assert play(tree).failure is not None
    assert all(play(edited(tree, edits)).failure is not None for edits in repairs)
    assert play(edited(edited(tree, repairs[0]), repairs[1])).failure is None
    assert all(cause.repair is not None and cause.repair.verified for cause in answer.causes[:2])


def test_one_cause_that_explains_all_has_none_beside_it() -> None:
    answer, _ = answer_to("notifications_off", vendor="vivo")
    assert answer.together == ()
    assert sum(cause.probability for cause in answer.causes) <= 1


def test_causes_that_write_the_same_place_cannot_stand_together() -> None:
    setting = Setting("vivo")
    assert together(setting, (CAUSES["sdk_left_out"], CAUSES["own_connection_alone"])) is None
    assert together(setting, (CAUSES["receivers_renamed"], CAUSES["receiver_undeclared"])) is not None
    assert together(setting, (CAUSES["receiver_not_exported"], CAUSES["receiver_undeclared"])) is None
    assert together(setting, (CAUSES["secret_wrong"], CAUSES["notifications_off"])) is not None


def test_a_step_that_the_other_cause_takes_out_cannot_be_edited() -> None:
    order = (CAUSES["app_in_foreground"], CAUSES["notifications_off"])
    assert together(Setting("vivo"), order) is None
