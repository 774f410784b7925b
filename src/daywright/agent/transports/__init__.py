"""Ways to reach a server. A transport moves bytes and reports what came back; `verdict` says what that means."""

from daywright.agent.transports.port import Answer, NotEnrolled, Outcome, Transport, Unreachable
from daywright.agent.transports.verdict import Action, Receipt, Verdict, judge

__all__ = ["Action", "Answer", "NotEnrolled", "Outcome", "Receipt", "Transport", "Unreachable", "Verdict", "judge"]
