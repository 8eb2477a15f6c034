"""What IM asks of a vendor for one message: title, text and content, by the certificate that is pushed with."""

from simulator.im.certificates import OWN_ID
from simulator.im.offline_push_info import BIG_TEXT
from simulator.im.push_text import DEFAULT_TITLE, push_text, push_title
from simulator.im.sender import OutgoingPush
from simulator.kernel.source import Fact, Source
from simulator.push.certificate import Certificate
from simulator.push.click import ClickKind
from simulator.push.ledger import Cargo
from simulator.push.message import Message

WEB_LEAVES_EXT_OUT = Fact("im.web_click_without_ext", True, Source("vivo guide", "step 2", ("C08", "V08")))
EXT_TRAVELS_WITH_THE_MESSAGE = Fact("im.ext_per_message", True, Source("vivo guide", "ext 1", ("C26",)))
EVERYTHING_IS_A_NOTIFICATION = Fact("im.notifications_only", True, Source("vivo guide", "intro", ("C04",)))

TEXT_WHERE_WAIVED = "[消息]"
"""Shown where a run waives the rule that a message without text is not pushed."""


def push_of(
    message: Message, cargo: Cargo, token: str, certificate: Certificate, *, badge: int, url: str
) -> OutgoingPush:
    """Return the push of *message* to *token*, with *badge* unread messages; receipts go to *url*."""
    wanted = message.offline_push
    return OutgoingPush(
        cargo=cargo,
        token=token,
        certificate=certificate,
        title=push_title(message),
        desc=push_text(message) or TEXT_WHERE_WAIVED,
        ext=None if _leaves_ext_out(certificate) else wanted.ext,
        sound=str(wanted.android.get("Sound") or ""),
        is_big_text=wanted.android.get("PushStyle") == BIG_TEXT,
        badge=badge,
        adds_to_badge=wanted.adds_to_badge,
        android=wanted.android,
        receipt_url=url,
    )


def facts_behind(message: Message, certificate: Certificate) -> tuple[str, ...]:
    """Return the names of the facts that made the push of *message* what it is."""
    facts = [EVERYTHING_IS_A_NOTIFICATION.name, OWN_ID.name]
    if not message.offline_push.title:
        facts.append(DEFAULT_TITLE.name)
    if message.offline_push.ext is not None:
        facts.append((WEB_LEAVES_EXT_OUT if _leaves_ext_out(certificate) else EXT_TRAVELS_WITH_THE_MESSAGE).name)
    return tuple(facts)


def _leaves_ext_out(certificate: Certificate) -> bool:
    return certificate.on_click.kind is ClickKind.URL
