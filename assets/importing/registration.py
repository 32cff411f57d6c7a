"""Make the targets of this room known to the import engine."""

from assets.importing import address, cable, duct, gateway, organisation, segment, site
from assets.importing.findings import describe_all
from gis.importing.targets import register

TARGETS = (
    organisation.TARGET,
    address.TARGET,
    site.TARGET,
    segment.TARGET,
    duct.TARGET,
    cable.TARGET,
    gateway.TARGET,
)


def register_all() -> None:
    """Called once when Django has loaded the apps."""
    describe_all()
    for target in TARGETS:
        register(target)
