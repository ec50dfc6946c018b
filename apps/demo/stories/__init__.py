"""The open cases of the demo as data."""

from typing import Final

from apps.demo.stories.crooked import CROOKED
from apps.demo.stories.dongsheng import IN_DONGSHENG
from apps.demo.stories.telling import Kin, Office, Story
from apps.demo.stories.zhonghe import IN_ZHONGHE

__all__ = ["STORIES", "Kin", "Office", "Story"]

STORIES: Final = (*IN_DONGSHENG, *IN_ZHONGHE, *CROOKED)
