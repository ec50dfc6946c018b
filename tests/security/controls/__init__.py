"""Every control with its off-switch: forbidden while it is on, possible when it is off. See docs/controls.md."""
