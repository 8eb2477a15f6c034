"""The generations of Tencent's demo and push modules that customers' apps are made of, and their log tags."""

from enum import IntEnum

from simulator.kernel.source import Fact, Grade, Source

_DEMO = "Tencent IM demo"


class Generation(IntEnum):
    """Whose push code an app has, oldest first."""

    GUIDES = 0
    """As the vendors' guides print it."""
    DEMO_2019_04 = 1
    """`uipojo`, with the raw tags of `QLog`."""
    DEMO_2019_06 = 2
    """`tim.demo`, whose token manager has two flags."""
    DEMO_2019_10 = 3
    """Without them; push starts on the main page."""
    DEMO_2020 = 4
    """HMS 4, OPPO, the V2 interface."""
    OEM_PUSH = 5
    """`thirdpush/OEMPush` of 2022."""
    TUI_OFFLINE_PUSH = 6
    """The module of 6.2 to 8.2."""
    TIM_PUSH = 7
    """The closed plugin."""

    @property
    def prefix(self) -> str:
        """What stands before the name of a class in its log tag."""
        if self is Generation.TUI_OFFLINE_PUSH:
            return "TUIOfflinePush-"
        return "TUIKitDemo-" if Generation.DEMO_2019_06 <= self <= Generation.OEM_PUSH else ""

    @property
    def logs(self) -> bool:
        """Whether anything is known to be logged: of the closed plugin nothing is."""
        return self is not Generation.TIM_PUSH

    @property
    def token_manager(self) -> str:
        """Class that reports the token."""
        return "TUIOfflinePushManager" if self is Generation.TUI_OFFLINE_PUSH else "ThirdPushTokenMgr"

    @property
    def application(self) -> str:
        """Class that starts the vendors' SDKs and watches the foreground."""
        return "TUIOfflinePushService" if self is Generation.TUI_OFFLINE_PUSH else "DemoApplication"

    @property
    def starter(self) -> str:
        """Class that switches a vendor's push on where no page does."""
        return "OEMPushSetting" if self >= Generation.OEM_PUSH else "DemoApplication"

    @property
    def tells_ground(self) -> bool:
        """Whether the going to the background, and the coming back, are logged."""
        return Generation.DEMO_2019_06 <= self <= Generation.TUI_OFFLINE_PUSH


LOGGED_AS = Fact("app.logged_as", True, Source(_DEMO, "DemoLog, TUIOfflinePushLog", ("C35",), Grade.OBSERVED))
"""A demo's own lines stand under the name of their class, behind a prefix."""
