"""What the pages of the room have in common."""

CHAIN = frozenset({"chain_seq", "chain_hash"})  # the audit's columns, shown with the events
