from dataclasses import dataclass, replace

import pytest

from simulator.im.certificates import EFFECT_MS_MAX, EFFECT_MS_MIN, Console
from simulator.kernel.randomness import Stream
from simulator.kernel.rule import Rulebook, Waiver
from simulator.push.certificate import Certificate, CertificateField, CertificateForm
from simulator.push.click import Click, ClickKind
from simulator.push.reason import Reason

FORM = CertificateForm(
    (CertificateField("app_id", "AppID"), CertificateField("channel_id", "ChannelID", required=False)),
    frozenset({ClickKind.INTENT}),
)
MINE = Certificate(6666, "vivo", {"app_id": "100001"})


@dataclass
class Desk:
    """A console, and the time on the wall above it."""

    console: Console
    now_ms: int = 0

    def save(self, certificate: Certificate) -> int:
        rule, effect_ms = self.console.save(FORM, certificate)
        assert rule is None
        return effect_ms

    def refusal(self, certificate: Certificate) -> tuple[str, str] | None:
        rule, _ = self.console.save(FORM, certificate)
        return None if rule is None else (rule.name, rule.reason)


def a_desk(*waived: str, seed: int = 1) -> Desk:
    rules = Rulebook(frozenset(Waiver(what) for what in waived))
    desk: Desk
    desk = Desk(Console(stream=Stream(seed, "im"), rules=rules, now_ms=lambda: desk.now_ms))
    return desk


def edited(app_id: str) -> Certificate:
    return replace(MINE, values={"app_id": app_id})


# -- ids --------------------------------------------------------------------------------------------------------------


def test_new_ids_have_five_digits_and_are_never_given_out_twice():
    desk = a_desk()
    seen = set()
    for _ in range(300):
        certificate_id = desk.console.new_id()
        assert 10_000 <= certificate_id <= 99_999
        assert certificate_id not in seen
        seen.add(certificate_id)
        desk.console.host(replace(MINE, certificate_id=certificate_id))


def test_id_of_a_deleted_certificate_is_not_used_again():
    first = a_desk().console.new_id()
    desk = a_desk()
    desk.console.host(replace(MINE, certificate_id=first))
    desk.console.delete(first)
    assert desk.console.new_id() != first
    assert desk.refusal(replace(MINE, certificate_id=first)) == ("im.certificate_id_used", Reason.CERTIFICATE_REFUSED)


def test_id_of_another_vendor_is_refused_and_its_certificate_stays():
    desk = a_desk()
    desk.console.host(MINE)
    theirs = Certificate(6666, "xiaomi", {"app_id": "2"})
    assert desk.refusal(theirs) == ("im.certificate_id_used", Reason.CERTIFICATE_REFUSED)
    assert desk.console.vendor_of(6666) == "vivo"


def test_waived_the_certificate_of_another_vendor_takes_the_id():
    desk = a_desk("im.certificate_id_used")
    desk.console.host(MINE)
    desk.save(Certificate(6666, "xiaomi", {"app_id": "2"}))
    assert desk.console.vendor_of(6666) == "xiaomi"


# -- what is checked on saving ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [{}, {"app_id": ""}, {"channel_id": "tuikit"}])
def test_certificate_without_a_required_field_is_refused(values: dict[str, str]):
    refused = ("im.certificate_field_missing", Reason.CERTIFICATE_REFUSED)
    assert a_desk().refusal(replace(MINE, values=values)) == refused


def test_certificate_without_a_field_that_may_be_missing_is_saved():
    assert a_desk().refusal(MINE) is None


@pytest.mark.parametrize(
    ("target", "is_saved"),
    [
        ("https://cloud.tencent.com/document/product/269", True),
        ("http://cloud.tencent.com", True),
        ("ftp://cloud.tencent.com", False),
        ("www.tencent.com", False),
        ("", False),
        (" https://cloud.tencent.com", False),
    ],
)
def test_web_page_must_begin_with_http_or_https(target: str, is_saved: bool):
    refusal = a_desk().refusal(replace(MINE, on_click=Click(ClickKind.URL, target)))
    assert refusal == (None if is_saved else ("im.certificate_url_not_web", Reason.CERTIFICATE_REFUSED))


@pytest.mark.parametrize("kind", [ClickKind.INTENT, ClickKind.ACTIVITY, ClickKind.ACTION])
def test_page_must_be_named_but_its_form_is_not_looked_at(kind: ClickKind):
    refused = ("im.certificate_page_missing", Reason.CERTIFICATE_REFUSED)
    assert a_desk().refusal(replace(MINE, on_click=Click(kind, ""))) == refused
    assert a_desk().refusal(replace(MINE, on_click=Click(kind, "anything"))) is None


def test_refused_certificate_is_not_there():
    desk = a_desk()
    desk.refusal(replace(MINE, values={}))
    assert desk.console.is_empty
    assert desk.console.vendor_of(6666) is None


# -- taking effect ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(50))
def test_certificate_takes_effect_between_30_seconds_and_10_minutes_after_saving(seed: int):
    desk = a_desk(seed=seed)
    desk.now_ms = 7_000
    effect_ms = desk.save(MINE)
    assert 30_000 == EFFECT_MS_MIN.value <= effect_ms - 7_000 <= EFFECT_MS_MAX.value == 600_000
    for now_ms, current in ((7_000, None), (effect_ms - 1, None), (effect_ms, MINE), (607_000, MINE)):
        desk.now_ms = now_ms
        assert desk.console.in_effect(6666) == current
    assert not desk.console.is_empty


def test_instant_of_effect_differs_from_save_to_save():
    assert len({a_desk(seed=seed).save(MINE) for seed in range(20)}) > 15


def test_edit_in_place_keeps_the_id_and_the_old_values_hold_until_the_new_ones_do():
    desk = a_desk()
    desk.console.host(MINE)
    effect_ms = desk.save(edited("new"))
    assert desk.console.latest(6666) == edited("new")
    desk.now_ms = effect_ms - 1
    assert desk.console.in_effect(6666) == MINE
    desk.now_ms = effect_ms
    assert desk.console.in_effect(6666) == edited("new")
    assert list(desk.console.ids_of("vivo")) == [6666]


def test_later_edit_wins_also_where_it_took_effect_first():
    for seed in range(50):
        desk = a_desk(seed=seed)
        desk.console.host(MINE)
        first_ms = desk.save(edited("first"))
        second_ms = desk.save(edited("second"))
        if second_ms < first_ms:
            desk.now_ms = first_ms
            assert desk.console.in_effect(6666) == edited("second")
            break
    else:
        pytest.fail("no seed lets the second edit take effect first")


def test_deleted_certificate_is_gone_at_once_and_for_good():
    desk = a_desk()
    desk.console.host(MINE)
    desk.console.delete(6666)
    assert (desk.console.vendor_of(6666), desk.console.in_effect(6666), desk.console.latest(6666)) == (None,) * 3
    assert list(desk.console.ids_of("vivo")) == []
    assert not desk.console.is_empty


# -- what a waived push uses ------------------------------------------------------------------------------------------


def test_push_uses_what_is_in_effect():
    desk = a_desk()
    desk.console.host(MINE)
    desk.save(edited("new"))
    assert desk.console.for_push(6666, "vivo") == MINE


def test_push_with_a_certificate_not_in_effect_or_deleted_uses_its_own_latest_values():
    desk = a_desk()
    desk.console.host(replace(MINE, certificate_id=1))
    desk.save(MINE)
    assert desk.console.for_push(6666, "vivo") == MINE
    desk.console.delete(6666)
    assert desk.console.for_push(6666, "vivo") == MINE


def test_push_with_a_wrong_id_uses_the_vendors_own_certificate():
    desk = a_desk()
    desk.console.host(Certificate(7005, "oppo"))
    desk.console.host(MINE)
    assert desk.console.for_push(7005, "vivo") == MINE
    assert desk.console.for_push(31287, "vivo") == MINE


def test_push_without_any_certificate_uses_the_expected_one_else_a_blank_one():
    desk = a_desk()
    assert desk.console.for_push(6666, "vivo") == Certificate(6666, "vivo")
    desk.console.expect(MINE)
    assert desk.console.for_push(31287, "vivo") == MINE
    assert desk.console.is_empty
    assert desk.console.vendor_of(6666) is None
