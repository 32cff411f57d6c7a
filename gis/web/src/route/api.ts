/** The two operations of the A–B tool: the documented ones, sent as they stand in graphql/operations. */

import findRoutesText from "../../../../graphql/operations/FindRoutes.graphql?raw";
import reserveRouteText from "../../../../graphql/operations/ReserveRoute.graphql?raw";
import type { LonLat } from "../geo/utm";
import type { GraphqlClient } from "../graphql";
import type { Period, Requirement, RouteRequest } from "./requirement";

interface Named {
  readonly id: string;
  readonly code: string;
}

/** A stretch on which the ducts stay the same; partners see neither sites nor ducts. */
export interface Hop {
  readonly lengthM: number;
  readonly fromSite: Named | null;
  readonly toSite: Named | null;
  readonly ducts: readonly Named[];
}

export interface RouteOption {
  /** Opaque; names the ducts and sites, and goes stale when they change. */
  readonly token: string;
  readonly lengthM: number;
  readonly geometry: GeoJSON.Geometry;
  readonly uncertain: readonly string[];
  readonly hops: readonly Hop[];
  readonly plannedCuts: readonly { readonly site: Named | null; readonly duct: Named | null }[];
  readonly plannedCouplings: readonly unknown[];
  readonly narrowestHop: { readonly hop: number; readonly innerMm: number | null; readonly roomLeftMm2: number | null };
}

export interface Blocker {
  readonly reason: string;
  /** ISO date of the last day; null where no end is known. */
  readonly until: string | null;
  readonly duct: Named | null;
  readonly segment: Named | null;
  readonly holders: readonly { readonly name: string }[];
}

export interface RouteAnswer {
  readonly routes: readonly RouteOption[];
  readonly blockers: readonly Blocker[];
}

export interface Reservation {
  readonly number: string;
  readonly expiresAt: string | null;
}

/** One thing in the way of a reservation, as far as the asker may know. */
export interface Conflict {
  readonly unit?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly effect: string;
  readonly until: string | null;
  readonly holder?: string | null;
}

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly details: { readonly conflicts?: readonly Conflict[] } | null;
}

export type ReserveResult =
  | { readonly reservation: Reservation }
  | { readonly problems: readonly Problem[] };

function point({ lon, lat }: LonLat): unknown {
  return { point: { type: "Point", coordinates: [lon, lat] } };
}

function requirementInput(requirement: Requirement): unknown {
  if (requirement.kind === "cable") return { cableOuterMm: requirement.outerMm };
  return { tubes: requirement.count, minInnerMm: requirement.innerMm };
}

/** The variables of FindRoutes for a request. */
export function findRoutesVariables(request: RouteRequest): Record<string, unknown> {
  return {
    from: point(request.from),
    to: point(request.to),
    requirement: requirementInput(request.requirement),
    period: request.period,
    alternatives: request.maxOptions,
  };
}

/** The public id inside a global id, base64("Duct:<public id>"); null for anything else. */
export function publicId(globalId: string): string | null {
  try {
    return /^\w+:([0-9a-f-]{36})$/.exec(atob(globalId))?.[1] ?? null;
  } catch {
    return null;
  }
}

export async function findRoutes(client: GraphqlClient, request: RouteRequest, signal: AbortSignal): Promise<RouteAnswer> {
  const data = await client.run<{ routes: RouteAnswer }>(findRoutesText, findRoutesVariables(request), signal);
  return data.routes;
}

export async function reserveRoute(client: GraphqlClient, token: string, period: Period, key: string): Promise<ReserveResult> {
  const input = { routeToken: token, period, idempotencyKey: key };
  const data = await client.run<{ reserveRoute: { reservation: Reservation | null; errors: readonly Problem[] } }>(reserveRouteText, { input });
  const { reservation, errors } = data.reserveRoute;
  return reservation === null ? { problems: errors } : { reservation };
}
