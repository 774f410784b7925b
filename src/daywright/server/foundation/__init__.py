"""What every feature stands on: database, settings, access, errors, announcements, telemetry."""
