"""How thoroughly Hypothesis looks: `ci` where CI is set, otherwise `dev`; HYPOTHESIS_PROFILE names one."""

import os

from hypothesis import HealthCheck, settings

# A busy machine must not fail a run: neither a deadline nor slow generation says anything about the advisor.
_STEADY = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}

settings.register_profile("ci", max_examples=1000, derandomize=False, print_blob=True, **_STEADY)
settings.register_profile("dev", max_examples=100, **_STEADY)
# Hypothesis brings a `ci` profile of its own and loads it where CI is set; ours has to be loaded in every case.
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))
