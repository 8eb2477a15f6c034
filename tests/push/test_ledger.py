from simulator.push.ledger import PushLedger


def test_pushes_are_numbered_from_one_in_the_order_they_were_opened():
    ledger = PushLedger()
    assert [ledger.open("bob_phone"), ledger.open(""), ledger.open("eve_phone")] == [1, 2, 3]
    assert ledger.opened == 3
    assert [ledger.phone_of(push_id) for push_id in (1, 2, 3)] == ["bob_phone", "", "eve_phone"]


def test_every_holder_is_asked_each_time():
    ledger = PushLedger()
    in_hand = [1]
    ledger.add_holder(lambda: in_hand)
    ledger.add_holder(lambda: (2, 1))
    assert ledger.held() == [1, 2, 1]
    in_hand.clear()
    assert ledger.held() == [2, 1]


def test_new_ledger_has_nothing_open_in_hand_or_on_the_wire():
    ledger = PushLedger()
    assert (ledger.opened, ledger.held(), ledger.cargo, ledger.in_exchange) == (0, [], None, set())
