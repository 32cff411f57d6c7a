"""How much fits: airtime of a gateway, room in a duct.

Pure functions of numbers, without Django and without a database, so that they can be checked
against published vectors. Services feed them with what the registry knows.
"""
