"""The systems by name. A new one is one file and one line here."""

from .astro import Astro
from .attention import Attention
from .base import Gated, Model, State
from .dense import Dense
from .hopfield import Hopfield
from .hopfield_binary import HopfieldBinary
from .ideal import Ideal
from .modern import Modern
from .naam import Naam

MODELS: dict[str, type[Model]] = {
    "astro": Astro,
    "attention": Attention,
    "hopfield": Hopfield,
    "hopfield-binary": HopfieldBinary,
    "naam": Naam,
    "dense": Dense,
    "modern": Modern,
    "ideal": Ideal,
}

__all__ = ["MODELS", "Gated", "Model", "State"]
