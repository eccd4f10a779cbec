"""What the endpoints of the reviews room take and answer with: a module for each noun."""
