"""Names of static files in production."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

STYLE = "body { background: url(picture-B1b2C3d4.svg) }"


def test_built_files_keep_the_names_by_which_they_import_one_another(settings, tmp_path):
    build = tmp_path / "sources" / "citygis" / "build" / "assets"
    build.mkdir(parents=True)
    (build / "main-A1b2C3d4.js").write_text('import("./part-A1b2C3d4.js")')
    (build / "main-A1b2C3d4.css").write_text(STYLE)
    (build / "picture-B1b2C3d4.svg").write_text("<svg/>")
    (tmp_path / "sources" / "other.css").write_text("body { color: red }")
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [tmp_path / "sources"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "config.static_files.StaticFiles"}
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    script = "citygis/build/assets/main-A1b2C3d4.js"
    assert staticfiles_storage.url(script).endswith(f"/{script}")
    collected = settings.STATIC_ROOT / "citygis" / "build" / "assets"
    assert 'url("picture-B1b2C3d4.svg")' in (collected / "main-A1b2C3d4.css").read_text()
    assert len(list(collected.glob("main-A1b2C3d4*.js"))) == 1
    assert not staticfiles_storage.url("other.css").endswith("/other.css")
