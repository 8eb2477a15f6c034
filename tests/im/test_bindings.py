from simulator.im.bindings import Binding, Bindings
from simulator.push.reason import Reason


def test_latest_report_replaces_the_one_before():
    bindings = Bindings()
    bindings.bind("bob", "phone", 6666, "one")
    bindings.bind("bob", "phone", 7005, "two")
    assert bindings.find("bob", "phone") == Binding(7005, "two")


def test_token_reported_by_another_user_of_the_phone_is_taken_over():
    bindings = Bindings()
    bindings.bind("bob", "phone", 6666, "one")
    bindings.bind("carol", "phone", 6666, "one")
    assert bindings.find("bob", "phone") == Binding(6666, "one", Reason.TOKEN_TAKEN_OVER)
    assert bindings.find("carol", "phone") == Binding(6666, "one")
    bindings.bind("bob", "phone", 6666, "one")
    assert bindings.find("bob", "phone") == Binding(6666, "one")
    assert bindings.find("carol", "phone") == Binding(6666, "one", Reason.TOKEN_TAKEN_OVER)


def test_another_token_or_another_phone_leaves_the_binding_alone():
    bindings = Bindings()
    bindings.bind("bob", "phone", 6666, "one")
    bindings.bind("carol", "phone", 6666, "two")
    bindings.bind("carol", "other phone", 6666, "one")
    assert bindings.find("bob", "phone") == Binding(6666, "one")


def test_ended_binding_stays_with_the_first_reason():
    bindings = Bindings()
    bindings.bind("bob", "phone", 6666, "one")
    bindings.end("bob", "phone", "logged_out")
    bindings.end("bob", "phone", "kicked")
    bindings.bind("carol", "phone", 6666, "one")
    assert bindings.find("bob", "phone") == Binding(6666, "one", "logged_out")


def test_ending_what_was_never_bound_does_nothing():
    bindings = Bindings()
    bindings.end("bob", "phone", "kicked")
    assert bindings.find("bob", "phone") is None


def test_stand_in_is_the_users_own_binding_else_the_latest_of_the_phone_that_has_a_token():
    bindings = Bindings()
    assert bindings.stand_in("bob", "phone") is None
    bindings.bind("dave", "phone", 1, "")
    assert bindings.stand_in("bob", "phone") is None
    bindings.bind("carol", "phone", 2, "two")
    bindings.bind("erin", "phone", 3, "three")
    assert bindings.stand_in("bob", "phone") == Binding(3, "three")
    bindings.bind("bob", "phone", 4, "four")
    bindings.bind("carol", "phone", 2, "two")
    assert bindings.stand_in("bob", "phone") == Binding(4, "four")
