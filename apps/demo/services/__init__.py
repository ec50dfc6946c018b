"""Fills a demo: imports the year, opens the cases of the stories, makes the run, closes what is over."""

from apps.demo.services.seeding import seed

__all__ = ["seed"]
