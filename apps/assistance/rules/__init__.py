"""What the law says: pure functions on plain values. Date, standards and parameters are passed in."""
