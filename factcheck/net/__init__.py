"""The one way out: every byte from the outside world comes through `factcheck.net.fetch`."""
