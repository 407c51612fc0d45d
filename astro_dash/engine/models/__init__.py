"""The systems by name. A new one is one file and one line here."""

from .astro import Astro
from .attention import Attention
from .base import Gated, Model, State
from .dense import Dense
from .hopfield import Hopfield
from .ideal import Ideal
from .modern import Modern

MODELS: dict[str, type[Model]] = {
    "astro": Astro,
    "attention": Attention,
    "hopfield": Hopfield,
    "dense": Dense,
    "modern": Modern,
    "ideal": Ideal,
}

__all__ = ["MODELS", "Gated", "Model", "State"]
