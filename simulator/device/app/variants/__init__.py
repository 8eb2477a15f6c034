"""The shelf of app variants: each module is one way to write the app and declares it as `VARIANT`."""

from simulator.device.app.variant import AppVariant
from simulator.kernel.shelf import Shelf

VARIANTS: Shelf[AppVariant] = Shelf("simulator.device.app.variants", "VARIANT", AppVariant)
"""Every app variant by name."""
