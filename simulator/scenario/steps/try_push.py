"""Somebody tries a phone's token in the IM console."""

from simulator.im.sessions import Session
from simulator.push.message import Element, Message, OfflinePushInfo
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName, UserName


class TryPush(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Push to the token that a phone has bound, with the console's test tool, whatever the app there is doing.

    It tells a fault of the certificate or the vendor from one of the app: neither login nor background counts.

    Attributes:
        user: Whose token; that of the latest login on the phone where it is left out.
    """

    phone: PhoneName
    user: UserName | None = None
    title: str = "test"
    body: str = "a test push"
    ext: str | None = None

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: Nobody has ever logged in there.
        """
        session = self._session(stage)
        info = OfflinePushInfo(0, self.title, "", self.ext)
        message = Message("console", session.user, (Element("TIMTextElem", {"Text": self.body}),), offline_push=info)
        stage.world.im.delivery.test_push(message, session)

    def _session(self, stage: Stage) -> Session:
        sessions = stage.world.im.sessions.on_phone(stage.phone(self.phone).name)
        found = [session for session in sessions if self.user in {None, session.user}]
        if not found:
            raise ExpectationFailed(
                f"nobody has logged in on {self.phone}, so the console knows no token of it",
                [("next", f"add set_up: {{phone: {self.phone}, user: …}} before this step")],
            )
        return max(found, key=lambda session: session.login_number)


STEP = TryPush
