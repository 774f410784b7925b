"""How long it takes until every context is labelled after a rule was changed, next to bare Python sets of the labels.

Goals (2 shared cores): 150 ms for 20,000 contexts by 50 rules, 600 ms for 75,000, everything in Python included.
Run as `python -m bench.rules`.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Final

from daywright.core.matching import LabelColumns, Matcher
from daywright.core.redaction import Observation, Policy, redact
from daywright.core.rules import Category, Field, Op, Role, Rule, RuleSet
from daywright.core.starter import STARTER
from daywright.core.titles import normalise

SEED: Final = 7
WORDS: Final = 4_000
APPS: Final = tuple(f"App {number}" for number in range(60))
ENDS: Final = (" — Mozilla Firefox", " - Visual Studio Code", " - YouTube — Mozilla Firefox")
WORK: Final = Category(("Work",), 2, None, Role.FOCUS)
Row = tuple[str, str, str, str, str, str, str, str]


def vocabulary(dice: random.Random) -> list[str]:
    return ["".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=dice.randint(3, 9))) for _ in range(WORDS)]


def contexts(dice: random.Random, words: list[str], count: int) -> Iterator[Row]:
    """Windows, pages and files as a year of them looks; one title in ten is not ASCII."""
    domains = [f"{dice.choice(words)}.{dice.choice(words)}.com" for _ in range(1_500)]
    for _ in range(count):
        title = " ".join(dice.choices(words, k=dice.randint(2, 9))) + dice.choice(ENDS)
        title = title.replace("a", "ä") if dice.random() < 0.1 else title
        match dice.choices(("window", "web", "editor"), (55, 30, 15))[0]:
            case "window":
                yield "window", dice.choice(APPS), title, "", "", "", "", ""
            case "web":
                domain = dice.choice(domains)
                yield "web", "firefox", title, domain, "", "", "", f"https://{domain}/{dice.choice(words)}"
            case _:
                yield "editor", "Code", "", "", dice.choice(words), "python", "main", f"/x/{dice.choice(words)}.py"


def rules(dice: random.Random, words: list[str], count: int) -> RuleSet:
    """As many of every comparison, over the fields people use."""

    def rule(number: int) -> Rule:
        field = dice.choice((Field.TITLE, Field.TITLE, Field.APP, Field.URL, Field.FILE))
        one, other = dice.choice(words), dice.choice(words)
        match number % 5:
            case 0:
                return Rule(WORK.path, Field.APP, Op.EQUALS, (dice.choice(APPS),))
            case 1:
                return Rule(WORK.path, Field.DOMAIN, Op.DOMAIN_SUFFIX, (f"{one}.com",))
            case 2:
                return Rule(WORK.path, field, Op.CONTAINS, (f"{one} {other}",))
            case 3:
                return Rule(WORK.path, field, Op.REGEX, (rf"{one[:4]}\w+ {other}|{other}.*{one}",))
            case _:
                return Rule(WORK.path, field, Op.GLOB, (f"*{one}*{other}*",))

    return RuleSet((WORK,), tuple(rule(number) for number in range(count)))


def median_ms(task: Callable[[], object], rounds: int = 7) -> float:
    took = []
    for _ in range(rounds):
        began = time.perf_counter_ns()
        task()
        took.append(time.perf_counter_ns() - began)
    return statistics.median(took) / 1e6


def main() -> None:
    dice = random.Random(SEED)
    words = vocabulary(dice)
    fifty = rules(dice, words, 50)
    for count, goal_ms in ((20_000, 150), (75_000, 600)):
        rows = list(contexts(dice, words, count))
        bare = median_ms(lambda rows=rows: [set(column) for column in zip(*rows, strict=True)])
        for name, ruleset in (("50 rules", fifty), (f"starter, {len(STARTER.rules)} rules", STARTER)):
            took = median_ms(lambda rows=rows, ruleset=ruleset: Matcher(ruleset).first_match(LabelColumns.of(rows)))
            print(f"{count:>6} contexts, {name:<20} {took:6.1f} ms (goal {goal_ms}), {took / bare:5.1f} x bare sets")
    titles = [row[2] for row in contexts(dice, words, 2_000) if row[2]]
    seen = [Observation(kind="window", app="firefox", title=title) for title in titles]
    policy = Policy()
    calm, kept = (
        median_ms(task) * 1_000 / len(titles)
        for task in (lambda: [normalise(title) for title in titles], lambda: [redact(one, policy) for one in seen])
    )
    print(f"one title: {calm:.0f} µs to normalise, {kept:.0f} µs to redact")


if __name__ == "__main__":
    main()
