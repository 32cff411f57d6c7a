"""The page docs/graphql-limits.md: what a request may be and what it costs, from the code."""

from __future__ import annotations

from gis import rate
from registry_api import cost, limits
from registry_api.connections import DEFAULT_PAGE, LARGEST_PAGE
from registry_api.plan.edges import DEFAULT_FIRST, MOST

PAGE = """\
# Limits and prices of GraphQL

This page is made with `.venv/bin/python manage.py show_price_list > docs/graphql-limits.md`; a test
compares it with the code. How to ask: [graphql.md](graphql.md).

## Limits of one request

A request beyond a limit is refused as a whole before anybody is looked up and before any statement.
`extensions.details` names `limit` and `of`, what is counted.

| Limit | Most | Code | |
| --- | ---: | --- | --- |
{limits}

## What an operation costs

A point is one object in the answer, some 3 µs of work. The price is computed from the document and
its variables before anything runs; `X-Trassenbuch-Debug: 1` shows it in the answer's `extensions`
(`cost.points`, with the objects and statements there were), the `RateLimit` header what is left. An
operation costs at least {least} points and at most {most}.

* an object: {object} point, and what is selected below it; its own values cost nothing;
* a list: its length times an object. A list at the root is as long as `first` or `last` says
  (1–{largest_page}, {default_page} without); `nodes` as its `ids`. A list inside an object is as
  long as its `first` (1–{most_nested}); without, up to {default_nested} are answered, but only the
  length that such lists have on average in a city is counted: {length}, or as in the table;
* `totalCount`: {count} points;
* a change: {mutation} points for each entry of the longest list in its input;
* a geometry or a computed value: {computed} point;
* a question at the root that is no list: {question} points;
* values and questions may have a price of their own in the table.

Selections that `@skip` or `@include` leave out cost nothing.

An average is no upper bound: circles through a site with a hundred segments find far more. So the
objects are counted while the answer is made. Beyond {objects} of them, or {values} values in an
answer that one statement cannot make, the operation ends with `TOO_EXPENSIVE` and no data. (A
mutation was carried out then: ask for less of what it changed.) What an answer holds beyond its
price is taken from the bucket afterwards. Where each list has its `first`, the price is the most
that there can be. Why so: [decision](decisions/0044-objects-are-counted-twice.md).

| Own price | Points |
| --- | ---: |
{prices}

| List inside an object | Counted length without `first` |
| --- | ---: |
{lengths}

Example: `sites(first: 100) {{ nodes {{ code segments {{ code }} }} }}` costs
1 + 100 × (1 + {length} × 1) = {example} points.

## Points in a minute

Each account (person or service account of a client), and without a login each address, may use
`GRAPHQL_POINTS_PER_MINUTE` points a minute (see [settings.md](settings.md)). The bucket refills
steadily; it holds for all server processes together. `RateLimit-Policy` and `RateLimit` tell in
each answer what the bucket holds (`q`), what is left (`r`) and in how many seconds it is full again
(`t`). Beyond, the answer is 429 with the code `RATE_LIMITED`, and `Retry-After` says in how many
seconds the same request will be let through.

A refused document, token or secret takes {refused} points from a second bucket of the address it
came from; an address whose second bucket is empty gets 429 before its requests are even read, here
and under `/oauth/`.
"""


def as_markdown() -> str:
    """The page as it lies in docs/."""
    return PAGE.format(
        limits=_rows((one.of, f"{one.most:,}", f"`{one.code}`", one.why) for one in limits.TABLE),
        objects=f"{limits.OBJECTS.most:,}",
        values=f"{limits.ANSWERED.most:,}",
        prices=_rows(
            (f"`{name}`" + (f", times `{cost.TIMES[name]}`" if name in cost.TIMES else ""), points)
            for name, points in cost.PRICES.items()
        ),
        lengths=_rows((f"`{name}`", length) for name, length in cost.LENGTHS.items()),
        least=rate.LEAST,
        most=f"{limits.COST.most:,}",
        object=cost.OBJECT,
        largest_page=LARGEST_PAGE,
        default_page=DEFAULT_PAGE,
        most_nested=MOST,
        default_nested=DEFAULT_FIRST,
        length=cost.LENGTH,
        count=cost.COUNT,
        mutation=cost.MUTATION,
        computed=cost.COMPUTED,
        question=cost.QUESTION,
        example=1 + 100 * (1 + cost.LENGTH),
        refused=f"{rate.REFUSED:,}",
    )


def _rows(rows: object) -> str:
    return "\n".join(f"| {' | '.join(f'{cell}' for cell in row)} |" for row in rows)  # type: ignore[attr-defined]
