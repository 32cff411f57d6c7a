"""graphql/schema.graphql: the committed contract, written from the code."""

from graphql import print_schema

from config.setup.checkout import ROOT
from registry_api.schema import schema

FILE = ROOT / "graphql" / "schema.graphql"


def from_code() -> str:
    """The contract as the code offers it now."""
    return f"{print_schema(schema.graphql_schema)}\n"


def write() -> None:
    """Bring the file up to date."""
    FILE.write_text(from_code(), encoding="utf-8")
