"""Suites of any size: scenarios as people write them, over all vendors, each with its own texts and users."""

from pathlib import Path

_UP = "  - set_up: {phone: bob_phone, user: bob}"
_KILL = "  - kill_app: bob_phone"
_SHAPES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("shows the message", (_KILL, "SEND"), "must_arrive: {phone: bob_phone, within: 60s, body: TEXT}"),
    ("opens by the tap", (_KILL, "SEND", "  - must_arrive: bob_phone", "  - tap_notification: bob_phone"),
     "must_open: {phone: bob_phone, app: main}"),
    ("is pushed nothing after logout", ("  - log_out: bob_phone", _KILL, "SEND"),
     "must_not_arrive: {phone: bob_phone, because: logged_out}"),
    ("shows nothing with notifications off", ("  - switch_notifications: {phone: bob_phone, to: off}", _KILL, "SEND"),
     "must_not_arrive: {phone: bob_phone, because: notifications_disabled}"),
    ("gets it itself while it runs", ("SEND",), "must_not_arrive: {phone: bob_phone, because: online_instead}"),
    ("shows it when the network is back",
     (_KILL, "  - set_network: {phone: bob_phone, to: off}", "  - wait: 10min", "SEND",
      "  - set_network: {phone: bob_phone, to: wifi}"),
     "must_arrive: {phone: bob_phone, within: 10min}"),
)  # fmt: skip


def write_suite(folder: Path, scenarios: int) -> list[Path]:
    """Write as many *scenarios* below *folder*, each for all vendors, and return their paths."""
    return [_write(folder, number) for number in range(scenarios)]


def _write(folder: Path, number: int) -> Path:
    name, steps, expectation = _SHAPES[number % len(_SHAPES)]
    text = f"第{number}条 lunch at {number % 24}?"
    path = folder / f"area_{number % 20:02}" / f"case_{number:04}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"name: The phone {name}, no {number}", f"tags: [area_{number % 20:02}]", "vendors: all", "steps:", _UP]
    lines += [step.replace("SEND", f"  - send_message: {{from: alice, to: bob, text: {text}}}") for step in steps]
    lines.append(f"  - {expectation.replace('TEXT', text)}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
