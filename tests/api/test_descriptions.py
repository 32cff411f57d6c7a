"""Nothing in the contract is without a description, and no description is without its thing."""

from collections.abc import Iterator

from graphql import GraphQLSchema, build_schema, is_specified_scalar_type

from config.setup.contract import FILE
from registry_api import descriptions


def undescribed(schema: GraphQLSchema) -> Iterator[str]:
    for name, kind in schema.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(kind):
            continue
        if not kind.description:
            yield name
        for field, value in getattr(kind, "fields", {}).items():
            if not value.description:
                yield f"{name}.{field}"
            for argument, taken in getattr(value, "args", {}).items():
                if not taken.description:
                    yield f"{name}.{field}({argument})"
        for value_name, value in getattr(kind, "values", {}).items():
            if not value.description:
                yield f"{name}.{value_name}"


def test_everything_in_the_contract_is_described():
    # If this fails: describe it where it is declared, or in registry_api/descriptions.toml.
    assert list(undescribed(build_schema(FILE.read_text(encoding="utf-8")))) == []


def test_a_thing_without_a_description_is_found():
    text = '"""A."""\ntype Query { new(by: Int): Kind } enum Kind { A }'
    assert list(undescribed(build_schema(text))) == [
        "Query.new",
        "Query.new(by)",
        "Kind",
        "Kind.A",
    ]


def test_the_table_describes_only_what_there_is():
    schema = build_schema(FILE.read_text(encoding="utf-8"))
    table = descriptions._table()
    said = {kind.description for kind in schema.type_map.values()}
    assert [name for name, text in table["types"].items() if text not in said] == []
    fields = [
        field for kind in schema.type_map.values() for field in getattr(kind, "fields", {}).values()
    ]
    said = {field.description for field in fields}
    assert [name for name, text in table["fields"].items() if text not in said] == []
    said = {one.description for field in fields for one in getattr(field, "args", {}).values()}
    assert [name for name, text in table["arguments"].items() if text not in said] == []


def test_what_the_code_says_itself_stays():
    schema = build_schema('"""Own."""\ntype Query { """Said here.""" code: String name: String }')
    descriptions.describe(schema)
    query = schema.query_type
    assert query.description == "Own."
    assert query.fields["code"].description == "Said here."
    assert query.fields["name"].description == descriptions._table()["fields"]["name"]
