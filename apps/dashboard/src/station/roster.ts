import { isTechnical, type PatientId } from '@beatwatch/contracts';
import type { Patient, WardPatient } from '@beatwatch/timescale';
import type { PatientSummary } from '../live/live-patient.ts';
import type { Status } from '../live/status.ts';

export interface RosterEntry extends Patient, Partial<Pick<WardPatient, 'admission' | 'standbyUntilUs'>> {
  readonly summary: PatientSummary;
}

export type SortOrder = 'name' | 'urgency' | 'attention';

const urgencyOf: Readonly<Record<Status['kind'], number>> = {
  alarm: 0,
  'cut-off': 1,
  'not-judged': 2,
  technical: 3,
  'no-data': 4,
  latched: 5,
  'not-scored': 6,
  acknowledged: 7,
  learning: 8,
  'no-alarm': 9,
  waiting: 10,
};

const byName = new Intl.Collator('en', { numeric: true });

/** Patients remembered who are no longer there. */
const mostGone = 1000;

/** Remembers who was there first: who comes later gets a place behind, and moves nobody. */
export class Arrivals {
  readonly #order = new Map<PatientId, number>();
  #latest = 0;

  /**
   * @param ids everyone of now
   * @param isComplete whether the list is complete for now: who comes from here on comes later
   */
  note(ids: readonly PatientId[], isComplete: boolean): this {
    const next = this.#latest + 1;
    for (const id of ids) {
      if (this.#order.has(id)) continue;
      this.#order.set(id, this.#latest);
      if (isComplete && this.#latest > 0) this.#latest = next;
    }
    if (isComplete) this.#latest = Math.max(this.#latest, 1);
    if (this.#order.size > ids.length + mostGone) this.#forgetGone(new Set(ids));
    return this;
  }

  #forgetGone(present: ReadonlySet<PatientId>): void {
    for (const id of this.#order.keys()) if (!present.has(id)) this.#order.delete(id);
  }

  get size(): number {
    return this.#order.size;
  }

  placeOf(id: PatientId): number {
    return this.#order.get(id) ?? Number.POSITIVE_INFINITY;
  }
}

/** All stored and live patients by arrival, ward, bed and name, in order `urgency` those with alarms first, in order
 * `attention` those with the most points. */
export function rosterOf(
  stored: readonly Patient[],
  live: ReadonlyMap<PatientId, PatientSummary>,
  options: {
    readonly order: SortOrder;
    readonly arrivals?: Arrivals;
    /** For order `attention`. */
    readonly points?: ReadonlyMap<PatientId, number>;
  },
): RosterEntry[] {
  const { order, arrivals, points } = options;
  const pointsOf = ({ patientId }: RosterEntry): number => points?.get(patientId) ?? 0;
  const known = new Map(stored.map((patient) => [patient.patientId, patient]));
  const ids = new Set([...known.keys(), ...live.keys()]);
  const entries = [...ids].map((patientId): RosterEntry => {
    const patient = known.get(patientId) ?? { patientId, displayName: patientId, ward: 'unassigned' };
    return { ...patient, summary: live.get(patientId) ?? waiting(patientId) };
  });
  return entries.sort(
    (a, b) =>
      (order === 'urgency' ? urgencyOf[a.summary.status.kind] - urgencyOf[b.summary.status.kind] : 0) ||
      (order === 'attention' ? pointsOf(b) - pointsOf(a) : 0) ||
      compareArrival(a, b, arrivals) ||
      byPlace(a, b),
  );
}

/** By ward, bed and name; who has none comes last. */
export const byPlace = (a: Patient, b: Patient): number =>
  Number(a.ward === 'unassigned') - Number(b.ward === 'unassigned') ||
  byName.compare(a.ward, b.ward) ||
  Number(a.bed === undefined) - Number(b.bed === undefined) ||
  byName.compare(a.bed ?? '', b.bed ?? '') ||
  byName.compare(a.displayName, b.displayName) ||
  byName.compare(a.patientId, b.patientId);

function compareArrival(a: RosterEntry, b: RosterEntry, arrivals: Arrivals | undefined): number {
  const [first = 0, second = 0] = [arrivals?.placeOf(a.patientId), arrivals?.placeOf(b.patientId)];
  return first === second ? 0 : first - second;
}

/**
 * The patients who get a tile, in the order of the roster. Of very many those without an alarm, a ward and a signal are left
 * out: ids that have sent a packet once.
 */
export function tilesOf(roster: readonly RosterEntry[], limit: number): readonly RosterEntry[] {
  if (roster.length <= limit) return roster;
  const byRelevance = roster.toSorted((a, b) => relevance(b) - relevance(a));
  const urgent = byRelevance.filter((entry) => relevance(entry) >= 4).length;
  const chosen = new Set(byRelevance.slice(0, Math.max(limit, urgent)));
  return roster.filter((entry) => chosen.has(entry));
}

function relevance({ ward, summary: { status, furtherAlarms } }: RosterEntry): number {
  const alarm = 'alarm' in status ? status.alarm : undefined;
  const hasAlarm = (alarm !== undefined && !isTechnical(alarm.kind)) || furtherAlarms > 0;
  const hasSignal = status.kind !== 'no-data' && status.kind !== 'waiting';
  return (hasAlarm ? 4 : 0) + (ward === 'unassigned' ? 0 : 2) + (hasSignal ? 1 : 0);
}

const waiting = (patientId: PatientId): PatientSummary => ({
  patientId,
  status: { kind: 'waiting' },
  heartRateBpm: undefined,
  anomalyScore: undefined,
  threshold: undefined,
  anomalousShare: undefined,
  lead: undefined,
  leads: [],
  numbersLead: undefined,
  furtherAlarms: 0,
  device: {},
  notJudgedSinceMs: undefined,
  lastSampleUs: undefined,
});
