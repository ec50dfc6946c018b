"""What holds when processes are killed: ``make hold``. Servers of its own, so that nobody else's are touched."""
