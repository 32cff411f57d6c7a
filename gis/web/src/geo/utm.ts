/**
 * WGS84/ETRS89 longitude and latitude to UTM zone 32 (EPSG:25832) and back.
 *
 * Transverse Mercator by Krüger's series in the third flattening n up to n⁴, on the GRS80
 * ellipsoid; better than 1 mm inside the zone. The half metre or so between WGS84 and ETRS89
 * is below what a screen shows and is ignored, as EPSG:1149 does.
 */

export interface LonLat {
  /** Degrees east. */
  readonly lon: number;
  /** Degrees north. */
  readonly lat: number;
}

export interface EastNorth {
  /** Metres, with the zone's false easting of 500 km. */
  readonly east: number;
  /** Metres from the equator. */
  readonly north: number;
}

const AXIS = 6378137;
const FLATTENING = 1 / 298.257222101;
const SCALE = 0.9996;
const FALSE_EAST = 500000;
const CENTRAL_MERIDIAN = (9 * Math.PI) / 180;

const n = FLATTENING / (2 - FLATTENING);
const RECTIFYING_RADIUS = (AXIS / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64);
const ECCENTRICITY = Math.sqrt(FLATTENING * (2 - FLATTENING));

const FORWARD = [
  n / 2 - (2 / 3) * n ** 2 + (5 / 16) * n ** 3 + (41 / 180) * n ** 4,
  (13 / 48) * n ** 2 - (3 / 5) * n ** 3 + (557 / 1440) * n ** 4,
  (61 / 240) * n ** 3 - (103 / 140) * n ** 4,
  (49561 / 161280) * n ** 4,
];

const INVERSE = [
  n / 2 - (2 / 3) * n ** 2 + (37 / 96) * n ** 3 - (1 / 360) * n ** 4,
  (1 / 48) * n ** 2 + (1 / 15) * n ** 3 - (437 / 1440) * n ** 4,
  (17 / 480) * n ** 3 - (37 / 840) * n ** 4,
  (4397 / 161280) * n ** 4,
];

/** Conformal latitude's tangent for the tangent of the geographic latitude. */
function conformalTangent(tangent: number): number {
  const sine = tangent / Math.hypot(1, tangent);
  const sigma = Math.sinh(ECCENTRICITY * Math.atanh(ECCENTRICITY * sine));
  return tangent * Math.hypot(1, sigma) - sigma * Math.hypot(1, tangent);
}

/** Geographic latitude's tangent for the conformal one, by Newton's method (three steps reach 1e-12). */
function geographicTangent(conformal: number): number {
  let tangent = conformal / (1 - ECCENTRICITY ** 2);
  for (let step = 0; step < 5; step += 1) {
    const found = conformalTangent(tangent);
    const slope =
      (1 + (1 - ECCENTRICITY ** 2) * tangent ** 2) /
      ((1 - ECCENTRICITY ** 2) * Math.hypot(1, found) * Math.hypot(1, tangent));
    tangent += (conformal - found) / slope;
  }
  return tangent;
}

/** Projects to EPSG:25832. Meant for places within a few degrees of 9° E. */
export function toUtm32({ lon, lat }: LonLat): EastNorth {
  const lambda = (lon * Math.PI) / 180 - CENTRAL_MERIDIAN;
  const conformal = conformalTangent(Math.tan((lat * Math.PI) / 180));
  const xi0 = Math.atan2(conformal, Math.cos(lambda));
  const eta0 = Math.asinh(Math.sin(lambda) / Math.hypot(conformal, Math.cos(lambda)));
  let xi = xi0;
  let eta = eta0;
  FORWARD.forEach((factor, index) => {
    const order = 2 * (index + 1);
    xi += factor * Math.sin(order * xi0) * Math.cosh(order * eta0);
    eta += factor * Math.cos(order * xi0) * Math.sinh(order * eta0);
  });
  return {
    east: FALSE_EAST + SCALE * RECTIFYING_RADIUS * eta,
    north: SCALE * RECTIFYING_RADIUS * xi,
  };
}

/** Longitude and latitude of an EPSG:25832 position. */
export function fromUtm32({ east, north }: EastNorth): LonLat {
  const xi0 = north / (SCALE * RECTIFYING_RADIUS);
  const eta0 = (east - FALSE_EAST) / (SCALE * RECTIFYING_RADIUS);
  let xi = xi0;
  let eta = eta0;
  INVERSE.forEach((factor, index) => {
    const order = 2 * (index + 1);
    xi -= factor * Math.sin(order * xi0) * Math.cosh(order * eta0);
    eta -= factor * Math.cos(order * xi0) * Math.sinh(order * eta0);
  });
  const conformal = Math.sin(xi) / Math.hypot(Math.sinh(eta), Math.cos(xi));
  const lambda = Math.atan2(Math.sinh(eta), Math.cos(xi));
  return {
    lon: ((lambda + CENTRAL_MERIDIAN) * 180) / Math.PI,
    lat: (Math.atan(geographicTangent(conformal)) * 180) / Math.PI,
  };
}
