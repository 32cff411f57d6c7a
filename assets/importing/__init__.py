"""Import targets of the assets: how delivered rows become sites, segments, ducts, cables,
gateways.
"""
