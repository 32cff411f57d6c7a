"""Static files in production: named after their content, compressed, cached for ever."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Vite has named these after their content already, and they import one another by these names.
BUILT = "citygis/build/"


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Adds a hash to every file name but those of the front end's build.

    A module reached under two names would be loaded twice, and two copies of a library in one page
    do not know each other's objects.
    """

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        """The name under which a file is served."""
        if name.startswith(BUILT):
            return name
        return super().hashed_name(name, content, filename)
