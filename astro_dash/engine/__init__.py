"""The dynamics, in numpy alone: it knows no clock, no screen and no user."""

from .models import MODELS
from .parameters import Parameters
from .result import Result, retrieve
from .run import Frames, Run
from .track import Track

__all__ = ["MODELS", "Frames", "Parameters", "Result", "Run", "Track", "retrieve"]
