"""Settings for reading the shapes of files; this process touches no database of the project."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEPLOYMENT", "test")
os.environ.setdefault("BUSINESS_DATE", "2022-01-12")

import django

django.setup()
