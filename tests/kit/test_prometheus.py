from daywright.kit.prometheus import Metric, single, text


def test_the_text_has_help_type_and_a_line_for_each_value() -> None:
    events = Metric("events_total", "counter", "Events.", {(("outcome", "sent"),): 3.0, (("outcome", "dead"),): 0.0})
    assert text([events, single("up", "gauge", "Up.", 1)]) == (
        "# HELP events_total Events.\n"
        "# TYPE events_total counter\n"
        'events_total{outcome="sent"} 3\n'
        'events_total{outcome="dead"} 0\n'
        "# HELP up Up.\n"
        "# TYPE up gauge\n"
        "up 1\n"
    )


def test_labels_cannot_break_out() -> None:
    assert 'x{a="\\"\\\\\\n"} 1\n' in text([Metric("x", "gauge", "X.", {(("a", '"\\\n'),): 1.0})])


def test_large_numbers_keep_every_digit() -> None:
    assert "x 1772442000123\n" in text([single("x", "gauge", "X.", 1772442000123)])
