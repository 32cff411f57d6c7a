"""The portal of telecom partners: own cases, enquiries from A to B, requests, team, clients."""
