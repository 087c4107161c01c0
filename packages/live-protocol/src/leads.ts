import type { PatientId } from '@beatwatch/contracts';
import { LiveProtocolError } from './errors.ts';

/** Leads of one patient that a client wants: all, or these by name. */
type WantedLeads = 'all' | readonly string[];

/** Leads of one patient that a client wants in place of the usual one. */
export interface LeadChoice {
  readonly patientId: PatientId;
  readonly leads: WantedLeads;
}

/** What a client has chosen, by patient. */
export type LeadChoices = ReadonlyMap<PatientId, WantedLeads>;

/** Choices that one client may make; together they have to fit into one message of 10,000 bytes. */
export const maxLeadChoices = 64;

/** Leads of one choice, and characters of a lead's name as the contracts have it. */
const maxLeads = 16;
const maxNameLength = 16;

/** Monitors show lead II unless somebody chooses; recordings call it MLII as well. Then the order of a 12-lead print. */
const usualOrder = 'II MLII I III aVR aVL aVF V1 V2 V3 V4 V5 V6'.split(' ');

const placeOf = (lead: string): number => {
  const place = usualOrder.indexOf(lead);
  return place < 0 ? usualOrder.length : place;
};

/** Order in which leads are shown: II first, as monitors do, others by name. */
export const compareLeads = (a: string, b: string): number => placeOf(a) - placeOf(b) || (a < b ? -1 : 1);

/**
 * The leads to show of those that come: what was chosen, as far as it comes, otherwise the usual one.
 * @param coming names of the leads that come now
 * @returns in the order in which they are shown; empty where nothing comes
 */
export function shownLeads(coming: readonly string[], wanted: WantedLeads | undefined): readonly string[] {
  const sorted = [...coming].sort(compareLeads);
  if (wanted === 'all') return sorted;
  const chosen = sorted.filter((lead) => wanted?.includes(lead));
  return chosen.length > 0 ? chosen : sorted.slice(0, 1);
}

/** A lead that is behind the others for so long does not come any more. */
const goneAfterMs = 5000;
/** A name that has not come for so long is forgotten. */
const forgottenAfterMs = 60_000;

/** Which leads of one patient come. */
export class ComingLeads {
  readonly #heardMs = new Map<string, number>();
  #newestMs = Number.NEGATIVE_INFINITY;

  /** @param nowMs of a clock that does not go back by more than a moment */
  heard(lead: string, nowMs: number): void {
    this.#newestMs = Math.max(this.#newestMs, nowMs);
    this.#heardMs.set(lead, nowMs);
    for (const [name, heardMs] of this.#heardMs)
      if (this.#newestMs - heardMs > forgottenAfterMs) this.#heardMs.delete(name);
  }

  /** Those that have come within 5 s of the newest data. */
  get names(): readonly string[] {
    return this.#within(goneAfterMs);
  }

  /** Those that have come within a minute of the newest data, in the order in which leads are shown. */
  get known(): readonly string[] {
    return [...this.#within(forgottenAfterMs)].sort(compareLeads);
  }

  #within(ms: number): readonly string[] {
    return [...this.#heardMs].filter(([, at]) => this.#newestMs - at <= ms).map(([name]) => name);
  }
}

/** @throws LiveProtocolError unless the value is a list of at most 64 choices of leads */
export function parseLeadChoices(value: unknown): LeadChoices {
  if (!Array.isArray(value) || value.length > maxLeadChoices || !value.every(isLeadChoice))
    throw new LiveProtocolError(
      'invalid-leads',
      `leads: expected at most ${maxLeadChoices} of { patientId, leads: 'all' or at most ${maxLeads} names }`,
    );
  return new Map(value.map(({ patientId, leads }) => [patientId, leads]));
}

function isLeadChoice(value: unknown): value is LeadChoice {
  if (typeof value !== 'object' || value === null) return false;
  const { patientId, leads } = value as Partial<Record<keyof LeadChoice, unknown>>;
  if (typeof patientId !== 'string' || patientId.length === 0 || patientId.length > 64) return false;
  if (leads === 'all') return true;
  return Array.isArray(leads) && leads.length <= maxLeads && leads.every(isName);
}

const isName = (value: unknown): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= maxNameLength;
