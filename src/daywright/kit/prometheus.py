"""The text that Prometheus reads, without its library: gauges and counters with a few labels."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric with its values by label."""

    name: str
    kind: str  # gauge or counter
    help: str
    values: Mapping[tuple[tuple[str, str], ...], float] = field(default_factory=dict)


def single(name: str, kind: str, text: str, value: float) -> Metric:
    """A metric without labels."""
    return Metric(name, kind, text, {(): value})


def text(metrics: Iterable[Metric]) -> str:
    """All of them, in the order given."""
    lines: list[str] = []
    for metric in metrics:
        lines += [f"# HELP {metric.name} {metric.help}", f"# TYPE {metric.name} {metric.kind}"]
        for labels, value in metric.values.items():
            inside = ",".join(f'{name}="{_escaped(said)}"' for name, said in labels)
            lines.append(f"{metric.name}{{{inside}}} {value:.15g}" if inside else f"{metric.name} {value:.15g}")
    return "\n".join(lines) + "\n"


def _escaped(label: str) -> str:
    return label.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
