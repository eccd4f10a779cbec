"""The endpoints of the reviews room: a view parses, calls one action, answers."""
