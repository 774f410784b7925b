"""One file per verb: parse, call, print. The only place that sees both server and agent."""
