"""What the law says: pure functions on plain values. No models, no clock; date and standards are passed in."""
