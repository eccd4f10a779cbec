"""What the endpoints of the claims room take and answer with."""
