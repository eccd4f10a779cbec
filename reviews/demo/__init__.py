"""The demonstration: sample reviewers at work on sample articles, through the REST API with their keys."""
