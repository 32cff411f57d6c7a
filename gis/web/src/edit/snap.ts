/** What a drawn point snaps to. Positions are world positions: 0…1 across the Web Mercator square. */

import type { Flat } from "../geo/plane";

export interface World {
  readonly x: number;
  readonly y: number;
}

/** A site or a segment near the pointer. */
export interface Neighbour {
  readonly kind: "site" | "segment";
  readonly id: string;
  readonly code: string;
  readonly parts: readonly Flat[];
}

export interface Snap extends World {
  /** On a site, on a corner of a segment, or somewhere on its line. */
  readonly on: "site" | "corner" | "line";
  readonly id: string;
  readonly code: string;
}

interface Found {
  readonly snap: Snap;
  readonly away: number;
}

const RANK: Readonly<Record<Snap["on"], number>> = { site: 0, corner: 1, line: 2 };
/** A corner has to be this much nearer than the reach, so that the line between stays to be hit. */
const CORNER_SHARE = 0.6;

/** The nearest place on the stretch between two points. */
export function onStretch(at: World, ax: number, ay: number, bx: number, by: number): World {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : Math.max(0, Math.min(1, ((at.x - ax) * dx + (at.y - ay) * dy) / square));
  return { x: ax + share * dx, y: ay + share * dy };
}

function away(at: World, other: World): number {
  return Math.hypot(at.x - other.x, at.y - other.y);
}

function candidates(at: World, one: Neighbour): Found[] {
  const { id, code } = one;
  const found: Found[] = [];
  const note = (on: Snap["on"], place: World): void => {
    found.push({ snap: { ...place, on, id, code }, away: away(at, place) });
  };
  for (const part of one.parts) {
    for (let i = 1; i < part.length; i += 2) {
      note(one.kind === "site" ? "site" : "corner", { x: part[i - 1]!, y: part[i]! });
      if (one.kind === "segment" && i >= 3) note("line", onStretch(at, part[i - 3]!, part[i - 2]!, part[i - 1]!, part[i]!));
    }
  }
  return found;
}

function within({ snap, away: distance }: Found, reach: number): boolean {
  return distance <= (snap.on === "corner" ? reach * CORNER_SHARE : reach);
}

/** The best target within reach: a site before a corner before a line, the nearest of each. Null for none. */
export function snapTo(at: World, neighbours: readonly Neighbour[], reach: number, wanted: (snap: Snap) => boolean = () => true): Snap | null {
  const found = neighbours.flatMap((one) => candidates(at, one)).filter((one) => within(one, reach) && wanted(one.snap));
  found.sort((one, other) => RANK[one.snap.on] - RANK[other.snap.on] || one.away - other.away);
  return found[0]?.snap ?? null;
}
