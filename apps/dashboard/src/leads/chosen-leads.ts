import type { PatientId } from '@beatwatch/contracts';
import { maxLeadChoices, type LeadChoice, type Room } from '@beatwatch/live-protocol';

/** Lead that somebody wants to see of a patient in place of the usual one; who was chosen for last stands last. */
export type ChosenLeads = ReadonlyMap<PatientId, string>;

/** Reads what a browser remembers; what is no choice is left out. */
export function readChosenLeads(remembered: string | undefined): ChosenLeads {
  try {
    const entries: unknown = JSON.parse(remembered ?? '[]');
    return new Map(Array.isArray(entries) ? entries.filter(isEntry) : []);
  } catch {
    return new Map();
  }
}

const isEntry = (value: unknown): value is [PatientId, string] =>
  Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');

/** @param lead undefined: the usual one again */
export function withChosenLead(chosen: ChosenLeads, patientId: PatientId, lead: string | undefined): string {
  const others = [...chosen].filter(([id]) => id !== patientId);
  const entries = lead === undefined ? others : [...others, [patientId, lead]];
  return JSON.stringify(entries.slice(-maxLeadChoices));
}

/**
 * What to ask the gateway for.
 * @param showsAll whether the page of one patient shows all of the patient's leads
 */
export function leadChoicesFor(room: Room, chosen: ChosenLeads, showsAll: boolean): readonly LeadChoice[] {
  const own = room.startsWith('patient:') ? (room.slice('patient:'.length) as PatientId) : undefined;
  if (own !== undefined && showsAll) return [{ patientId: own, leads: 'all' }];
  return [...chosen]
    .filter(([patientId]) => own === undefined || patientId === own)
    .map(([patientId, lead]) => ({ patientId, leads: [lead] }));
}

/** The lead after the shown one, from the last one the first. */
export function nextLead(leads: readonly string[], shown: string | undefined): string | undefined {
  return leads[(leads.indexOf(shown ?? '') + 1) % leads.length];
}
