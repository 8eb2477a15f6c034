"""Checks messages before IM accepts them: those that apps send, and through the customer's webhook all of them."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from simulator.im.accounts import Accounts
from simulator.im.choices import RECEIVE_OPTION, ChoiceCase
from simulator.im.client_send import CLIENT_SEND, ClientSend
from simulator.im.codes import ImCode
from simulator.im.delivery import CaseT, Delivery
from simulator.im.group_rate import GROUP_RATE, GroupRateCase
from simulator.im.groups import Group
from simulator.im.mailbox import KEPT_MS
from simulator.im.muting import Mutings
from simulator.im.receive_options import ReceiveOption
from simulator.im.sessions import Sessions
from simulator.im.settings import AppSettings
from simulator.im.webhooks import BEFORE_SENDING, Admission, opt_platform
from simulator.kernel.environment import Environment
from simulator.kernel.rule import Rule
from simulator.push.message import Message
from simulator.push.uplink import ImAnswer, SetBlocked, SetReceiveOption

_SPREAD = 2_654_435_761
"""An odd number of 32 bits: its multiples lie far apart."""


class Intake:
    """Accepts messages and users' choices about them, and hands accepted messages to delivery.

    Attributes:
        mutings: Users who may not send for a while.
    """

    def __init__(
        self,
        delivery: Delivery,
        env: Environment,
        *,
        settings: AppSettings,
        accounts: Accounts,
        sessions: Sessions,
    ) -> None:
        """Hand accepted messages to *delivery*."""
        self.mutings = Mutings()
        self._delivery = delivery
        self._settings = settings
        self._accounts = accounts
        self._sessions = sessions
        self._clock = env.clock
        self._scheduler = env.scheduler
        self._rules = env.rules
        self._client_messages = 0

    def take_from_client(self, message: Message, instance: str) -> ImAnswer:
        """Take *message*, which its sender's app on the phone *instance* has sent, and answer it."""
        group = self._delivery.groups.find(message.group)
        message = self._numbered(message)
        case = ClientSend(
            message, self._accounts, group, self.mutings, self._delivery.relations, self._settings, self._clock.epoch_s
        )
        refusal = self._rules.first_no(CLIENT_SEND, case)
        receivers = [message.to] if group is None else [user for user in group.members if user != message.sender]
        session = self._sessions.find(message.sender, instance)
        platform = opt_platform(None if session is None else session.platform)
        if refusal is not None:
            self._delivery.refuse(CLIENT_SEND, case, message, receivers)
            self._delivery.webhooks.after(message, platform=platform, code=refusal.answer_as(ImCode))
            return _answer_of(refusal)
        dropped = None if group is None else self.drop(message, group, receivers)
        if dropped is not None:
            return ImAnswer(dropped.code, dropped.text)
        admission = self.admit(message, receivers, platform=platform)
        if admission.stop is not None:
            return ImAnswer(admission.code.code, admission.code.text)
        message = admission.message
        if group is not None:
            seq = group.note(
                at_s=self._clock.epoch_s,
                counts_unread=not message.online_only,
                to=receivers,
                sender=message.sender,
            )
            message = replace(message, key=str(seq))

        def send() -> None:
            self._delivery.deliver_to_all(message, receivers, kept_ms=KEPT_MS.value if group is None else group.kept_ms)
            self._delivery.sync_to_sender(message, beside=instance)
            self.tell_after(message, platform=platform)

        if admission.took_ms:
            self._scheduler.after(admission.took_ms, send)
        else:
            send()
        return ImAnswer()

    def drop(self, message: Message, group: Group, receivers: Iterable[str]) -> ImCode | None:
        """Return why *group* takes no more messages in this second, on the record of each of *receivers*, if so."""
        case = GroupRateCase(group, self._clock.epoch_s)
        refusal = self._rules.first_no(GROUP_RATE, case)
        if refusal is None:
            return None
        self._delivery.refuse(GROUP_RATE, case, message, receivers)
        return refusal.answer_as(ImCode)

    def choose(self, question: SetReceiveOption) -> ImAnswer:
        """Take what a user wants of the messages of another one, or of a group."""
        group = self._delivery.groups.find(question.group)
        refusal = self._rules.first_no(RECEIVE_OPTION, ChoiceCase(question, group))
        if refusal is not None:
            return _answer_of(refusal)
        option = ReceiveOption(question.option)
        if not question.group:
            self._delivery.options.choose(question.user, question.peer, option)
        elif group is not None:
            group.choose(question.user, option)
        return ImAnswer()

    def block(self, question: SetBlocked) -> None:
        """Put a user on another one's blocklist, or take him off it."""
        relations = self._delivery.relations
        if question.is_blocked:
            relations.block(question.user, question.peer, now_s=self._clock.epoch_s)
        else:
            relations.unblock(question.user, question.peer)

    def _numbered(self, message: Message) -> Message:
        """Give *message* what the SDK that sends it would have given it.

        Differs: `MsgRandom` follows from the number of the message, so that it shifts nothing that is drawn.
        """
        self._client_messages += 1
        number = self._client_messages
        random = number * _SPREAD % 2**32
        key = "" if message.group else f"{number}_{random}_{self._clock.epoch_s}"
        return replace(message, key=key, random=random)

    def admit(
        self, message: Message, receivers: Iterable[str], *, platform: str, forbidden: Sequence[str] = ()
    ) -> Admission:
        """Ask the customer's server about *message*, and record for each of *receivers* that it was stopped there.

        Args:
            message: As its sender wrote it.
            receivers: Users.
            platform: What its sender uses, as webhooks name it.
            forbidden: `ForbidCallbackControl` of its sender.
        """
        group = self._delivery.groups.find(message.group)
        group_type = "" if group is None else group.type.value
        admission = self._delivery.webhooks.before(
            message, group_type=group_type, platform=platform, forbidden=forbidden
        )
        if admission.stop is not None:
            self._delivery.refuse(BEFORE_SENDING, admission.stop, message, receivers)
        return admission

    def tell_after(self, message: Message, *, platform: str, forbidden: Sequence[str] = ()) -> None:
        """Tell the customer's server that *message* was sent."""
        if not self._delivery.webhooks.is_on:
            return
        group = self._delivery.groups.find(message.group)
        group_type = "" if group is None else group.type.value
        unread = self._delivery.conversations.unread_of_all(message.to)
        self._delivery.webhooks.after(
            message, group_type=group_type, platform=platform, forbidden=forbidden, unread=unread
        )


def _answer_of(rule: Rule[CaseT]) -> ImAnswer:
    code = rule.answer_as(ImCode)
    return ImAnswer(code.code, code.text)
