from simulator.cloud.registrations import Registration, Registrations


def test_newer_registration_of_an_app_on_a_phone_ends_the_older_one():
    registrations = Registrations()
    for reg_id in ("first", "second"):
        registrations.add(Registration(reg_id, "bob_phone", "com.example.chat", "1"))
    first, second = registrations.find("first"), registrations.find("second")
    assert first is not None
    assert second is not None
    assert (first.is_valid, second.is_valid) == (False, True)
    assert registrations.current("bob_phone", "com.example.chat") is second


def test_same_reg_id_again_stays_valid():
    registrations = Registrations()
    for _ in range(2):
        registrations.add(Registration("first", "bob_phone", "com.example.chat", "1"))
    found = registrations.find("first")
    assert found is not None
    assert found.is_valid


def test_apps_and_phones_are_kept_apart():
    registrations = Registrations()
    places = [("bob_phone", "com.example.chat"), ("bob_phone", "com.example.mail"), ("carol_phone", "com.example.chat")]
    for number, (phone, package) in enumerate(places):
        registrations.add(Registration(str(number), phone, package, "1"))
    assert [registrations.current(*place).reg_id for place in places] == ["0", "1", "2"]
    assert registrations.current("carol_phone", "com.example.mail") is None
    assert registrations.find("3") is None


def test_phone_that_was_seen_marks_its_own_registrations_only():
    registrations = Registrations()
    bob = Registration("0", "bob_phone", "com.example.chat", "1")
    carol = Registration("1", "carol_phone", "com.example.chat", "1")
    for one in (bob, carol):
        registrations.add(one)
    registrations.seen("bob_phone", 5_000)
    registrations.seen("nobodys_phone", 6_000)
    assert (bob.seen_ms, carol.seen_ms) == (5_000, 0)
