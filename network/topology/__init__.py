"""The duct network and what is taken of it in memory, kept up to date from the logs."""

from network.topology.current import Picture, current_picture, current_topology
from network.topology.topology import Topology

__all__ = ["Picture", "Topology", "current_picture", "current_topology"]
