"""An app in which nothing sets `mIsLogin`, so that its own guard stops every report."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="never sets mIsLogin, so its token manager reports nothing",
    is_mistake=True,
    source=Source("vivo guide", "step 4", ("C14", "V14"), Grade.ASSUMED),
    notes_login=False,
)
