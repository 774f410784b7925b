from daywright.kit.clock import SystemClock


def test_time_awake_never_runs_ahead_of_time_since_boot() -> None:
    clock = SystemClock()
    awake_us = clock.awake_us()
    assert awake_us <= clock.mono_us()
