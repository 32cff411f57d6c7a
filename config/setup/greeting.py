"""What the terminal shows once the site answers: its address and who may log in."""

from accounts.models import User
from fixtures.city.logins import read_logins


def greeting(address: str) -> str:
    """Address and, where the demo city lives in this database, its logins."""
    logins = read_logins()
    there = set(User.objects.values_list("email", flat=True))
    people = [person for person in logins.people if person.email in there]
    lines = ["", f"Trassenbuch: {address}", f"GraphQL:     {address}graphql/"]
    if people:
        width = max(len(person.email) for person in people)
        lines += ["", f"Demo logins, all with the password {logins.password}"]
        lines += [f"  {person.email:{width}}  {person.name}, {person.role}" for person in people]
    return "\n".join(
        [*lines, "", "Ctrl-C ends the server; `make stop` also stops its database.", ""]
    )
