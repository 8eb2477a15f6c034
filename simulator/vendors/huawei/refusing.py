"""How the rules of Huawei's simulated cloud are made that answer with one of its codes."""

from collections.abc import Callable

from simulator.kernel.rule import Rule
from simulator.kernel.source import Grade, Source
from simulator.push.rejection import Rejection
from simulator.vendors.huawei import facts
from simulator.vendors.huawei.call import HuaweiCall


def refusing(
    name: str,
    rejection: Rejection,
    says_no: Callable[[HuaweiCall], bool],
    *statements: str,
    document: str = facts.API,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[HuaweiCall]:
    """Return the rule `huawei.`*name*, which answers with *rejection*; *document* names the code."""
    source = Source(document, f"code {rejection.code}", statements, grade)
    return Rule(f"huawei.{name}", rejection.reason, says_no, source, rejection)
