/** Plane geometry on flat coordinate lists `[x0, y0, x1, y1, …]`, in whatever unit the list has. */

export type Flat = Float32Array | readonly number[];

/** Squared distance of a point to the stretch between two points. */
function squaredToStretch(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return (x - ax - share * dx) ** 2 + (y - ay - share * dy) ** 2;
}

/** Distance of a point to a polyline; Infinity for an empty one. */
export function distanceToLine(x: number, y: number, line: Flat): number {
  let best = Infinity;
  for (let i = 3; i < line.length; i += 2) {
    const d = squaredToStretch(x, y, line[i - 3]!, line[i - 2]!, line[i - 1]!, line[i]!);
    if (d < best) best = d;
  }
  return Math.sqrt(best);
}

/** Distance of a point to the nearest vertex; Infinity for an empty list. */
export function distanceToPoints(x: number, y: number, points: Flat): number {
  let best = Infinity;
  for (let i = 1; i < points.length; i += 2) {
    best = Math.min(best, Math.hypot(x - points[i - 1]!, y - points[i]!));
  }
  return best;
}

/** Whether a point lies inside rings under the even-odd rule, so that holes count as outside. */
export function insideRings(x: number, y: number, rings: readonly Flat[]): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i + 1 < ring.length; j = i, i += 2) {
      const yi = ring[i + 1]!;
      const yj = ring[j + 1]!;
      if (yi > y !== yj > y && x < ((ring[j]! - ring[i]!) * (y - yi)) / (yj - yi) + ring[i]!) {
        inside = !inside;
      }
    }
  }
  return inside;
}

export interface Stretch {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly length: number;
}

/** Middle, direction (radians, kept readable between ±90°) and length of a line's longest straight stretch. */
export function longestStretch(line: Flat): Stretch | null {
  let best: Stretch | null = null;
  for (let i = 3; i < line.length; i += 2) {
    const dx = line[i - 1]! - line[i - 3]!;
    const dy = line[i]! - line[i - 2]!;
    const length = Math.hypot(dx, dy);
    if (best !== null && length <= best.length) continue;
    let angle = Math.atan2(dy, dx);
    if (Math.abs(angle) > Math.PI / 2) angle -= Math.sign(angle) * Math.PI;
    best = { x: line[i - 3]! + dx / 2, y: line[i - 2]! + dy / 2, angle, length };
  }
  return best;
}
