"""What every endpoint shares: errors, keys, cursors, idempotency, versions.

docs/reference/api-conventions.md shows it in use.
"""
