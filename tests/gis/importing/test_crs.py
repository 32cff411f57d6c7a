"""Reference systems: only codes are accepted, odd ones are understood, and the wrong one is told by
distance.
"""

import numpy as np
import pytest
import shapely
from pyproj import CRS

from gis.importing import crs
from gis.importing.problems import ImportProblem

WUPPERTAL = (355_000.0, 5_665_000.0, 390_000.0, 5_695_000.0)
# As city surveys export it: UTM 32 with the zone in front of the easting, heights appended.
ODD_UTM = (
    'PROJCS["WGS_1984_UTM_Zone_32N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",'
    'SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",2500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",9.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],'
    'UNIT["Meter",1.0]],VERTCS["ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],'
    'PARAMETER["Vertical_Shift",0.0],PARAMETER["Direction",1.0],UNIT["Meter",1.0]]'
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25832",
        "EPSG:1",
        "EPSG:99999",
        "http://x.example/crs",
        "+proj=longlat",
        "EPSG:5773",
        "OGC:CRS84",
    ],
)
def test_only_known_codes_are_accepted(text: str) -> None:
    with pytest.raises(ImportProblem) as caught:
        crs.by_code(text)
    assert caught.value.code == "unknown_crs"


def test_utm_with_a_long_easting_and_heights_is_understood(write_layer, tmp_path) -> None:
    from gis.importing.sources import ReadOptions, Source

    path = write_layer("strasse.shp", [shapely.Point(2_372_500, 5_680_000)], None, name=["x"])
    path.with_suffix(".prj").write_text(ODD_UTM)
    with Source(path) as source:
        table = source.read(source.find(None), ReadOptions())

    stored, accuracy = crs.to_stored(table.geometry, table.crs)

    assert stored[0].distance(shapely.Point(372_500, 5_680_000)) < 0.01
    assert accuracy <= 1


def test_heights_are_dropped_on_the_way() -> None:
    stored, _accuracy = crs.to_stored(np.array([shapely.Point(7.1, 51.2, 99)]), CRS.from_epsg(4326))
    assert not shapely.has_z(stored).any()


def test_data_far_away_name_their_distance() -> None:
    """UTM 31 instead of 32 puts Wuppertal some 420 km to the west."""
    here = np.array([shapely.Point(372_500, 5_680_000)])
    wrong, _accuracy = crs.to_stored(here, CRS.from_epsg(25831))

    with pytest.raises(ImportProblem) as caught:
        crs.check_area("trassen", wrong, CRS.from_epsg(25831), WUPPERTAL)

    assert caught.value.code == "far_away"
    assert "zone 31" in caught.value.message
    assert crs.distance_km(wrong, WUPPERTAL) == pytest.approx(402, abs=10)


def test_rows_outside_the_area_are_told_apart() -> None:
    here = np.array([shapely.Point(372_500, 5_680_000), shapely.Point(500_000, 5_680_000), None])
    mask = crs.check_area("trassen", here, CRS.from_epsg(25832), WUPPERTAL)
    assert mask.tolist() == [True, False, True]
    assert crs.check_area("trassen", here, CRS.from_epsg(25832), None).all()


def test_geodesic_length_agrees_with_the_grid_scale() -> None:
    """At the central meridian the grid shrinks by 0.9996; on the ellipsoid the line is that much
    longer.
    """
    line = np.array([shapely.LineString([(500_000, 5_680_000), (500_000, 5_681_000)])])
    assert crs.geodesic_lengths(line)[0] == pytest.approx(1000 / 0.9996, abs=0.001)
    assert crs.geodesic_lengths(np.array([], dtype=object)).tolist() == []
