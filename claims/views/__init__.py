"""The endpoints of the claims room: a view parses, calls one action, answers."""
