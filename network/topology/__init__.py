"""The duct network in memory: what is joined to what, kept up to date from the change log."""

from network.topology.current import current_topology
from network.topology.topology import Topology

__all__ = ["Topology", "current_topology"]
