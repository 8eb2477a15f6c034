from simulator.scenario.errors import ExpectationFailed, ScenarioError, ScenarioErrors, Where, quoted


def test_text_has_the_form_of_the_style_guide() -> None:
    error = ScenarioError(
        Where("scenarios/oppo/no_channel.yaml", 14, 9),
        "send_message.to",
        'no user is named "bbo"',
        value="bbo",
        known=("alice", "bob"),
        known_as="users here",
        suggestion="bob",
    )
    assert error.text() == (
        'scenarios/oppo/no_channel.yaml:14:9: send_message.to: no user is named "bbo"\n'
        "  users here: alice, bob\n"
        '  did you mean "bob"?'
    )
    assert str(error) == error.text()


def test_place_and_path_are_left_out_where_there_are_none() -> None:
    assert (
        ScenarioError(Where("a.yaml"), "", "is empty", next="write it").text() == "a.yaml: is empty\n  next: write it"
    )
    assert ScenarioError(Where("a.yaml", 3), "", "is binary").text() == "a.yaml:3: is binary"


def test_a_long_list_of_names_is_cut_and_counted() -> None:
    known = [f"name_{number:04}" for number in range(500)]
    error = ScenarioError(Where("a", 1, 1), "x", "no", known=known, suggestion="name_0001", next="look " * 30)
    lines = error.text().splitlines()
    assert len(lines) <= 12
    shown = sum(line.count("name_") for line in lines if "did you" not in line)
    assert f"    and {500 - shown} more" in lines


def test_names_that_just_fit_are_not_cut() -> None:
    error = ScenarioError(Where("a", 1, 1), "x", "no", known=["alice"])
    assert error.text().splitlines()[1] == "  known: alice"


def test_errors_are_sorted_by_place_and_a_great_many_are_cut() -> None:
    errors = ScenarioErrors([ScenarioError(Where("a", line), "", "no") for line in range(60, 0, -1)])
    lines = errors.text().splitlines()
    assert lines[0] == "a:1: no"
    assert lines[-1] == "and 10 more mistakes; correct these first"
    assert len(errors.errors) == 60


def test_failed_expectation_shows_its_details() -> None:
    failed = ExpectationFailed(
        "bob_phone showed nothing within 60s", [("dropped", "channel missing"), ("next", "create it")]
    )
    assert failed.text() == "bob_phone showed nothing within 60s\n  dropped: channel missing\n  next: create it"
    assert str(failed) == failed.text()


def test_quoted_values_are_short_and_visible() -> None:
    assert quoted("a\u200b\u3000\nb") == '"a\\u200b\\u3000\\nb"'
    assert len(quoted("x" * 500)) == 122
    assert quoted("推送") == '"推送"'
