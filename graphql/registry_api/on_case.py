"""What the mutations of a request share: which one it is, as it was seen, and it as the answer."""

from __future__ import annotations

from registry_api.inputs import VERSION, Ref, Table

CASE: Table = {"id": Ref("access_request.AccessRequest", "request"), **VERSION}
RETURNS = {"access_request": "access_request.AccessRequest"}
