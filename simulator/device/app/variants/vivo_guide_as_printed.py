"""The vivo guide's code exactly as printed: nothing sets `mIsLogin` and nothing reports after the login.

Every report stops with `setPushTokenToTIM not login, ignore`, so no user of this app is ever bound.
"""

from dataclasses import replace

from simulator.device.app.variants import vivo_guide
from simulator.kernel.source import Source

VARIANT = replace(
    vivo_guide.VARIANT,
    about="the vivo guide's code as printed: mIsLogin is never set, so nothing is ever reported",
    source=Source("vivo guide", "step 4, as printed", ("C14", "V14")),
    notes_login=False,
    reports_after_login=False,
)
