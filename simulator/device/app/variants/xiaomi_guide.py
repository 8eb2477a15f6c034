"""The app as the Xiaomi guide prints it: `DemoApplication`, `XiaomiMsgReceiver` and `ThirdPushTokenMgr`, as they stand.

Nothing sets `mIsLogin`, and nothing reports after the login: the register result alone does, whether or not somebody is
logged in by then.
"""

from dataclasses import replace

from simulator.device.app.variant import Guard, Place, RegIdFrom
from simulator.device.app.variants import vivo_guide
from simulator.kernel.source import Source

VARIANT = replace(
    vivo_guide.VARIANT,
    about="the app as the Xiaomi guide prints it, with the guide's guards",
    source=Source("Xiaomi guide", "steps 3 and 4", ("C11", "C30", "C31", "X06", "X11", "X12")),
    guards=(Guard.EMPTY,),
    opens_push_on=Place.NOWHERE,
    notes_login=False,
    reports_after_login=False,
    reg_id_from=RegIdFrom.EVERYWHERE,
    reads_intent_extras=True,
    handles_clicks=False,
    stores_failed_results=True,
    sdk_versions={"xiaomi": "3.7.5"},
)
