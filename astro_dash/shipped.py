"""What ships with the code: its version, and the files that are no code."""

from pathlib import Path

__version__ = "0.1.0"  # the build reads it here, and runs nothing

PUBLIC = "astro-dash"  # under which name the server hands out the files of `assets/public`
PREVIEW = f"static/extensions/{PUBLIC}/preview.png"

_HERE = Path(__file__).resolve().parent
_ASSETS = _HERE / "assets" if (_HERE / "assets").is_dir() else _HERE.parent / "assets"


def asset(name: str) -> Path:
    """A file or folder of `assets`, which is inside the package once that is installed, and beside it in a checkout."""
    return _ASSETS / name
