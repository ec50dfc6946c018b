"""Embedded PostgreSQL and Redis for the demo, the tests and the command line of one clone.

``ensure()`` is the only call most code needs: it takes a lease that lasts as long as this process (and its
forks), starts the servers when nobody has, and returns their addresses.
"""

from config.embedded.launcher import EmbeddedError, Servers, ensure, stop_when_unused

__all__ = ["EmbeddedError", "Servers", "ensure", "stop_when_unused"]
