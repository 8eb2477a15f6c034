"""Properties that are computed once for each object."""

from simulator.kernel.lazy import lazy


class Counted:
    """Counts how often its value is computed."""

    def __init__(self) -> None:
        self.times = 0

    @lazy
    def value(self) -> str:
        """What is computed."""
        self.times += 1
        return f"computed {self.times}"


def test_value_is_computed_when_first_asked_for_and_then_kept():
    counted = Counted()
    assert counted.times == 0
    assert (counted.value, counted.value, counted.times) == ("computed 1", "computed 1", 1)


def test_each_object_has_a_value_of_its_own():
    one, other = Counted(), Counted()
    one.times = 5
    assert (one.value, other.value) == ("computed 6", "computed 1")


def test_the_class_shows_the_property_with_its_docstring():
    assert isinstance(Counted.value, lazy)
    assert Counted.value.__doc__ == "What is computed."
