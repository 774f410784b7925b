"""A failing world is of use only when it is small: drop events while it still fails."""

from collections.abc import Callable

from oracles.flattening import World


def smallest(world: World, fails: Callable[[World], bool]) -> World:
    """Greedily, one event at a time, until no single event can go."""
    for number in range(len(world.events)):
        fewer = world._replace(events=world.events[:number] + world.events[number + 1 :])
        if fails(fewer):
            return smallest(fewer, fails)
    return world
