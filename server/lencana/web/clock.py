"""The clock that the routes go by: given from outside, so that a test can set it."""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
