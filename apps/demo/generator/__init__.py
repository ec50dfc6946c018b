"""Writes demo years: invented people whose records lead to the figures that a data file aims at."""

from apps.demo.generator.aims import Aims, known, read_aims
from apps.demo.generator.writing import write_year
from apps.demo.generator.year import DemoYear, make_year

__all__ = ["Aims", "DemoYear", "known", "make_year", "read_aims", "write_year"]
