"""The systems by name. A new one is one file and one line here."""

from .astro import Astro
from .attention import Attention
from .base import Model, State
from .dense import Dense
from .gated import Gated
from .hopfield import Hopfield
from .hopfield_binary import HopfieldBinary
from .ideal import Ideal
from .input_driven import InputDriven
from .modern import Modern
from .naam import Naam
from .pseudo_inverse import PseudoInverse
from .sequence import Sequence
from .sparse import Sparse

MODELS: dict[str, type[Model]] = {
    "astro": Astro,
    "attention": Attention,
    "hopfield": Hopfield,
    "hopfield-binary": HopfieldBinary,
    "naam": Naam,
    "dense": Dense,
    "modern": Modern,
    "pseudo-inverse": PseudoInverse,
    "sparse": Sparse,
    "sequence": Sequence,
    "input-driven": InputDriven,
    "ideal": Ideal,
}

__all__ = ["MODELS", "Gated", "Model", "State"]
