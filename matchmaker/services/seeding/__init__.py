"""The demonstration: the cast, their needs and offers, each walked to its state through the real services."""

from pathlib import Path

from matchmaker.services.seeding.apps import hand_out
from matchmaker.services.seeding.planting import Planted, is_empty, plant
from matchmaker.services.seeding.rows import BadSeed, read_cast
from matchmaker.services.seeding.seed import Seed, read

__all__ = ["FOLDER", "BadSeed", "Planted", "Seed", "hand_out", "is_empty", "plant", "read", "read_cast"]

FOLDER = Path(__file__).resolve().parents[3] / "seed"  # of the checkout
