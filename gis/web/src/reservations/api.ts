/** What one's own organisation has reserved, by the documented operations as they stand in graphql/operations. */

import myReservationsText from "../../../../graphql/operations/MyReservations.graphql?raw";
import releaseText from "../../../../graphql/operations/ReleaseReservation.graphql?raw";
import type { GraphqlClient } from "../graphql";

export interface Reservation {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly purpose: string;
  /** ISO time at which a hold ends unless it is confirmed. */
  readonly expiresAt: string | null;
  readonly lengthM: number | null;
  readonly version: number;
  readonly period: { readonly from: string | null; readonly until: string | null };
  readonly organisation: { readonly name: string } | null;
  readonly geometry: GeoJSON.Geometry | null;
  readonly units: readonly Unit[];
}

export interface Unit {
  readonly duct: { readonly id: string; readonly code: string } | null;
  readonly fromSite: { readonly code: string } | null;
  readonly toSite: { readonly code: string } | null;
  readonly strand: { readonly number: number; readonly cable: { readonly code: string } | null } | null;
}

export interface ReservationPage {
  readonly nodes: readonly Reservation[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const PAGE = 20;

export async function myReservations(client: GraphqlClient, after: string | null, signal: AbortSignal): Promise<ReservationPage> {
  const data = await client.run<{ myReservations: ReservationPage }>(myReservationsText, { first: PAGE, after }, signal);
  return data.myReservations;
}

/** Gives it back; the messages of a refusal, none when it is done. */
export async function release(client: GraphqlClient, { id, version }: Reservation): Promise<readonly string[]> {
  const data = await client.run<{ releaseReservation: { errors: readonly { message: string }[] } }>(releaseText, { input: { id, version } });
  return data.releaseReservation.errors.map(({ message }) => message);
}
