/** The two operations of the A–B tool, as documented in graphql/operations. */

import type { GraphqlClient } from "../graphql";
import type { Period, RouteRequest } from "./requirement";

export interface RouteDuct {
  readonly id: string | null;
  readonly code: string;
  readonly from: string;
  readonly to: string;
}

export interface RouteOption {
  /** Opaque; names the ducts and sites, and goes stale when they change. */
  readonly token: string;
  readonly lengthM: number;
  readonly geometry: GeoJSON.Geometry;
  readonly ducts: readonly RouteDuct[];
  readonly plannedCuts: number;
  readonly narrowest: string | null;
}

export interface RouteAnswer {
  readonly routes: readonly RouteOption[];
  /** Sentences that say what is in the way, where there is no route. */
  readonly blockers: readonly string[];
}

export interface Reservation {
  readonly id: string;
  readonly expiresAt: string | null;
}

export type ReserveResult =
  | { readonly reservation: Reservation }
  | { readonly problems: readonly string[] };

export async function findRoutes(_client: GraphqlClient, _request: RouteRequest, _signal: AbortSignal): Promise<RouteAnswer> {
  throw new Error("pending");
}

export async function reserveRoute(_client: GraphqlClient, _token: string, _period: Period, _key: string): Promise<ReserveResult> {
  throw new Error("pending");
}
