"""A page may take its time on a busy machine; only what fails waits this long."""

from playwright.sync_api import expect

expect.set_options(timeout=45_000)
