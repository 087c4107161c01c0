import { decodePacket, rWindow88Microvolts, topics } from '@beatwatch/contracts';
import { beatsOf } from '@beatwatch/ecg';
import { PatientLeads } from '@beatwatch/patient-signal';
import type { Ended } from './ended.ts';
import { faultyMs } from './windows.ts';

/** Longest time from a packet's arrival to the scores of its beats where no fault is at work. */
const longestMs = 6000;
/** How much later than without repeats and delays of the link an alarm may be raised. */
const linkMs = 14_000;

/** When the packet came that completed a beat, by patient, time and lead of the beat. */
function completedMs({ site, patients }: Ended): Map<string, number> {
  const known = new Set<string>(patients.map(({ patientId }) => patientId));
  const leads = new Map<string, PatientLeads>();
  const completed = new Map<string, number>();
  for (const { key, value, timestampMs } of site.broker.logs(topics.packets).flat()) {
    const id = new TextDecoder().decode(key);
    if (!known.has(id)) continue;
    try {
      const packet = decodePacket(value);
      const options = { models: site.models.signal.models, preprocessing: rWindow88Microvolts } as const;
      const of = leads.get(id) ?? new PatientLeads(options);
      leads.set(id, of);
      for (const beat of beatsOf(of.push(packet, timestampMs * 1000).observations)) {
        completed.set(`${id}\n${beat.timeUs}\n${beat.lead}`, timestampMs);
      }
    } catch {
      // Poison completes no beat.
    }
  }
  return completed;
}

/** Nobody is dark for longer than promised: each beat is scored, and each scripted alarm raised, in time. */
export function darknessProblems(ended: Ended): string[] {
  const { site, faults } = ended;
  const arrivals = completedMs(ended);
  const slow = [...site.database.tables.scores.rows.values()].flatMap(({ row, storedAtMs }) => {
    const arrivedMs = arrivals.get(`${row.patientId}\n${row.beatTimeUs}\n${row.lead ?? ''}`);
    if (arrivedMs === undefined) return [];
    const darkMs = storedAtMs - arrivedMs - faultyMs(faults, arrivedMs, storedAtMs);
    if (darkMs <= longestMs) return [];
    return [
      `${row.patientId}: a beat that came at ${since(ended, arrivedMs)} s was scored at ${since(ended, storedAtMs)} s`,
    ];
  });
  return [...slow, ...scriptProblems(ended)];
}

function scriptProblems(ended: Ended): string[] {
  const { site, faults, patients, startMs } = ended;
  const events = [...site.database.tables.alarmEvents.rows.values()];
  return patients.flatMap(({ patientId, expected }) =>
    expected.flatMap(({ kind, bySeconds }) => {
      const byMs = startMs + bySeconds * 1000;
      // A lack of data is measured by the scorer's clock from when it began to look.
      if (kind === 'no-data' && faultyMs(faults, byMs - 15_000, byMs + linkMs) > 0) return [];
      const raised = events.find(
        ({ row }) => row.patientId === patientId && row.kind === kind && row.state === 'active',
      );
      if (raised === undefined) return [`${patientId}: ${kind} was not raised`];
      const lateMs = raised.storedAtMs - byMs - faultyMs(faults, byMs - 15_000, raised.storedAtMs);
      return lateMs <= linkMs
        ? []
        : [`${patientId}: ${kind} was raised at ${since(ended, raised.storedAtMs)} s`];
    }),
  );
}

const since = ({ startMs }: Ended, timeMs: number): string => ((timeMs - startMs) / 1000).toFixed(1);
