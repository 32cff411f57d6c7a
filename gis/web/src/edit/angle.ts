/** Locks the direction of a drawn stretch to steps of an angle, on the city's grid. */

import { fromUtm32, type LonLat, toUtm32 } from "../geo/utm";

export const STEP_DEGREES = 15;

function direction(from: LonLat, to: LonLat): number {
  const [a, b] = [toUtm32(from), toUtm32(to)];
  return Math.atan2(b.north - a.north, b.east - a.east);
}

/**
 * The place nearest to the pointer in a locked direction from the last corner; the steps count from the
 * stretch before it, or from grid east where there is none.
 */
export function locked(corners: readonly LonLat[], pointer: LonLat): LonLat {
  const last = corners.at(-1);
  if (last === undefined) return pointer;
  const before = corners.at(-2);
  const start = before === undefined ? 0 : direction(before, last);
  const step = (STEP_DEGREES * Math.PI) / 180;
  const angle = start + Math.round((direction(last, pointer) - start) / step) * step;
  const [a, b] = [toUtm32(last), toUtm32(pointer)];
  const length = (b.east - a.east) * Math.cos(angle) + (b.north - a.north) * Math.sin(angle);
  return fromUtm32({ east: a.east + length * Math.cos(angle), north: a.north + length * Math.sin(angle) });
}

/** How much a stretch turns from the one before, in degrees from −180 to 180; null for the first. */
export function turn(corners: readonly LonLat[], pointer: LonLat): number | null {
  const [before, last] = [corners.at(-2), corners.at(-1)];
  if (before === undefined || last === undefined) return null;
  const degrees = ((direction(last, pointer) - direction(before, last)) * 180) / Math.PI;
  return ((degrees + 540) % 360) - 180;
}
