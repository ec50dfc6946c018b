"""The kinds of application of social assistance, one module a kind; importing the package declares them."""

from apps.assistance.kinds import changes, children, dibao, disability, tekun

__all__ = ["changes", "children", "dibao", "disability", "tekun"]
