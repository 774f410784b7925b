"""Locked, unlocked, asleep, awake: when nobody can be at this screen, whatever it shows.

Several ways are read at once, because none knows everything: the clocks know every sleep, logind announces it in time,
and screens are locked through logind or the screen saver. What each learned meets in one `Power`.
"""

from collections.abc import Mapping, Sequence

from daywright.agent.watchers.port import Probe, Reader
from daywright.agent.watchers.power.clocks import SleepGap
from daywright.agent.watchers.power.state import Power
from daywright.kit.clock import WakingClock


def ways(power: Power, environment: Mapping[str, str], clock: WakingClock) -> Sequence[tuple[str, Sequence[Probe]]]:
    """Each way with its name and its probes, the one that must be asked first at the head."""

    def through_clocks() -> Reader:
        return SleepGap(power, clock)

    def through_logind() -> Reader:
        from daywright.agent.watchers.power.logind import Logind

        return Logind(power, environment.get("XDG_SESSION_ID", ""))

    def through_screen_saver() -> Reader:
        from daywright.agent.watchers.power.screensaver import ScreenSaver

        return ScreenSaver(power, environment.get("DBUS_SESSION_BUS_ADDRESS", ""))

    return (
        ("sleep", (through_clocks,)),
        ("lock and sleep", (through_logind,)),
        ("screen saver", (through_screen_saver,)),
    )
