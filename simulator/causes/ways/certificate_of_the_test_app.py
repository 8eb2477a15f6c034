"""The app reports the certificate ID of another IM application, such as the one for tests."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import CERTIFICATE_IDS
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "certificate_id_of_the_test_app",
    about=Words(
        "the app reports a certificate ID that this IM application does not have",
        "应用上报的证书 ID 不属于当前 SDKAppID（例如测试应用的证书 ID）",
    ),
    hop=Hop.TOKEN_BOUND,
    cause_hop=CauseHop.CERTIFICATE_CONFIG,
    reasons=(Reason.CERTIFICATE_UNKNOWN,),
    repair=Words(
        "use the certificate IDs of this SDKAppID's console page in the build",
        "在该版本中使用当前 SDKAppID 控制台里的证书 ID",
    ),
    ask=(CERTIFICATE_IDS,),
)
