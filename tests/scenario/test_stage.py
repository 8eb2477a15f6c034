"""What steps have in common while they wait."""

from simulator.kernel.trace import Kind, Record
from simulator.scenario.stage import Stage
from tests.factories import new_world


def test_counter_looks_at_each_record_once_however_often_it_is_asked():
    world = new_world()
    looked_at: list[int] = []

    def fits(record: Record) -> bool:
        looked_at.append(record.n)
        return record.name == "wanted"

    counter = Stage(world).counter(fits)
    before = len(world.trace)
    world.trace.write("somebody", Kind.STATE, "wanted")
    assert counter() == counter() == 1
    world.trace.write("somebody", Kind.STATE, "another")
    world.trace.write("somebody", Kind.STATE, "wanted")
    assert counter() == 2
    assert looked_at == list(range(1, before + 4))
