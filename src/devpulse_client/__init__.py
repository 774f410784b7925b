"""The commands of the DevPulse client, one of Daywright's founding documents: `enroll`, `run`, `status`, `sync`.

They are Daywright's own verbs under their earlier names, with the data in `~/.devpulse` unless a home is named.
"""
