"""What the description of the control API promises is kept, whatever is asked."""

from tests.programs import needs_fuzzer
from tests.serve.fuzzing import BRIEF, complaints


@needs_fuzzer
def test_control_api_answers_as_it_is_described():
    assert list(complaints(8, BRIEF)) == []
