"""The shelf of vendors: each folder is one phone maker's push channel and declares it as `VENDOR`."""

from simulator.kernel.shelf import Shelf
from simulator.vendor_api import Vendor

VENDORS: Shelf[Vendor] = Shelf("simulator.vendors", "VENDOR", Vendor)
"""Every vendor by name."""
