"""All reasons with what they mean, in the order of the journey."""

from collections.abc import Mapping

from simulator.push.click_reasons import CLICK_REASONS
from simulator.push.delivery_reasons import DELIVERY_REASONS
from simulator.push.explanation import Explanation
from simulator.push.im_reasons import IM_REASONS
from simulator.push.reason import Reason
from simulator.push.token_reasons import TOKEN_REASONS

_EXPLAINED = {**TOKEN_REASONS, **IM_REASONS, **DELIVERY_REASONS, **CLICK_REASONS}

EXPLANATIONS: Mapping[Reason, Explanation] = {reason: _EXPLAINED[reason] for reason in Reason}
"""Every reason has one."""
