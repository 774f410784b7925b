from daywright.agent.brake import IN_A_ROW, MOST_IN_WINDOW, Brake


def test_a_few_refusals_are_believed() -> None:
    brake = Brake()
    for _ in range(IN_A_ROW - 1):
        brake.refused()
    assert not brake.engaged


def test_too_many_in_a_row_engage_it() -> None:
    brake = Brake()
    for _ in range(IN_A_ROW):
        brake.refused()
    assert brake.engaged


def test_a_delivery_in_between_starts_the_row_anew() -> None:
    brake = Brake()
    for _ in range(2):
        for _ in range(IN_A_ROW - 1):
            brake.refused()
        brake.passed()
    assert not brake.engaged


def test_more_than_five_of_a_hundred_engage_it_over_time() -> None:
    brake = Brake()
    for number in range(19 * MOST_IN_WINDOW + 1):
        assert not brake.engaged
        if number % 19:
            brake.passed()
        else:
            brake.refused()
    assert brake.engaged


def test_one_delivery_releases_it() -> None:
    brake = Brake()
    for _ in range(IN_A_ROW):
        brake.refused()
    brake.passed()
    assert not brake.engaged
    brake.refused()
    assert not brake.engaged
