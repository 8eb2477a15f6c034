"""Whatever stands in a body, the API answers with a code, and nothing is lost on the way."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.im.calls import HEALTHY, PATHS, a_full_chat, call

EXTRA = {
    *("Condition", "MsgLifeTime", "MsgSeq", "SendMsgControl", "GroupAtInfo", "ToMembers_Account", "OnlineOnlyFlag"),
    *("SyncOtherMachine", "ForbidCallbackControl", "Peer_Account", "MsgReadTime", "Silence", "DataId", "MemberList"),
    *("MaxMemberCount", "Owner_Account", "MsgPriority", "Tags", "Attrs", "Identifier", "CloudCustomData"),
}
FIELDS = sorted({field for body in HEALTHY.values() for field in body} | EXTRA)
KEYS = st.sampled_from([*FIELDS, "TagsOr", "AttrsAnd", "city", "Member_Account", "Attrs", "GroupAtAllFlag", "PushFlag"])
SCALARS = st.none() | st.booleans() | st.integers(-1, 2**40) | st.floats(0, 9) | st.sampled_from(["", "bob", "team"])
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3))
NO_REFUSALS = ["call_refused", "frequency_control", "quota_used", "text_stopped"]


@pytest.mark.parametrize("waived", [[], NO_REFUSALS], ids=["asked", "waived"])
@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(path=st.sampled_from(PATHS), spoilt=st.dictionaries(st.sampled_from(FIELDS), VALUES, min_size=1, max_size=4))
def test_any_body_is_answered(waived: list[str], path: str, spoilt: dict[str, Any]):
    world = a_full_chat(waived=waived)
    answer = call(world, path, {**HEALTHY[path], **spoilt})
    assert (answer["ActionStatus"] == "FAIL") is (answer["ErrorCode"] != 0)
    world.run_for(1_000)
    world.check_conservation()
