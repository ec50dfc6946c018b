"""The seed of the demo: what everybody finds on the first day."""
