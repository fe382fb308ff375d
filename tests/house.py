"""The files of the house, for the tests that read them."""

import subprocess
from functools import cache
from pathlib import Path

__all__ = ["FLOORS", "ROOT", "modules", "tracked"]

ROOT = Path(__file__).parents[1]
FLOORS = ("data", "analysis", "dashboard")
LEFT_OUT = {".git", ".venv", ".onward", "__pycache__", ".hypothesis"}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file under version control; in a copy without one, every file but what tools leave."""
    words = ["git", "-C", str(ROOT), "ls-files", "-z"]
    if (ROOT / ".git").exists():
        said = subprocess.run(words, capture_output=True, check=True).stdout.decode()
        files = (ROOT / name for name in said.split("\0") if name)
        return tuple(path for path in files if path.is_file())
    left_in = (path for path in ROOT.rglob("*") if not LEFT_OUT & set(path.relative_to(ROOT).parts))
    return tuple(path for path in left_in if path.is_file() and "_cache" not in str(path))


@cache
def modules() -> tuple[str, ...]:
    """Every Python module of the three floors, as `data/log.py`."""
    names = (path.relative_to(ROOT) for path in tracked() if path.suffix == ".py")
    return tuple(sorted(name.as_posix() for name in names if name.parts[0] in FLOORS))
