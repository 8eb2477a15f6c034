"""The services of the REST API: each module declares one `SERVICE` with its commands, under the service's own name."""

from simulator.im.rest_command import Service
from simulator.kernel.shelf import Shelf

SERVICES = Shelf("simulator.im.commands", "SERVICE", Service)
