"""The one error an import can end with: worded for the person who delivered the data."""


class ImportProblem(Exception):
    """The whole delivery cannot be imported; nothing was changed.

    ``code`` is stable for programs, ``message`` is translated, ``place`` says where (file, layer,
    key, line).
    """

    def __init__(self, code: str, message: str, place: str = "") -> None:
        self.code = code
        self.message = str(message)
        self.place = place
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message
