"""Let the tests import `reading`; give laws no deadline, since libraries load when first used."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).resolve().parent))
settings.register_profile("reading", deadline=None)
settings.load_profile("reading")
