import { deviceId, patientId, type AlarmKind, type PatientId } from '@beatwatch/contracts';
import { parseScript, type FleetPatient, type ScriptInput } from '@beatwatch/simulator';

/** A patient of the ward, and when something that has to alarm happens to them. */
export interface WardPatient extends FleetPatient {
  /** Undefined: nothing ever happens, so that a beat is scored every second. */
  readonly expected:
    { readonly kind: AlarmKind; readonly atSeconds: number; readonly everySeconds: number } | undefined;
}

const firstSeconds = 60;
const everySeconds = 75;
/** Noise and wander that go on during asystole and tell it from a loose cable. */
const movement = { noiseMv: 0.012, baselineWanderMv: 0.08 };

/** By turns, every second patient quiet. */
const scripts: readonly (readonly [AlarmKind, (when: typeof whenOf) => ScriptInput] | undefined)[] = [
  undefined,
  ['ventricular-tachycardia', (when) => [{ kind: 'ventricular-run', ...when(0), beats: 14 }]],
  undefined,
  ['asystole', (when) => [{ kind: 'asystole', ...when(1), forSeconds: 12 }]],
  undefined,
  ['ventricular-fibrillation', (when) => [{ kind: 'ventricular-fibrillation', ...when(2), forSeconds: 15 }]],
  undefined,
  [
    'extreme-bradycardia',
    (when) => [{ kind: 'sinus-rate', ...when(3), forSeconds: 25, rateBpm: 30, overSeconds: 3 }],
  ],
];

/** Spread, so that no two kinds begin together. */
function whenOf(kind: number): { readonly atSeconds: number; readonly everySeconds: number } {
  return { atSeconds: firstSeconds + kind * 7, everySeconds };
}

/** The ward: half of the patients are quiet, the others have one kind of arrhythmia, again and again. */
export function wardOf(patients: number): WardPatient[] {
  return Array.from({ length: patients }, (_, index): WardPatient => {
    const number = String(index + 1).padStart(3, '0');
    const row = scripts[index % scripts.length];
    const script = parseScript(row?.[1](whenOf) ?? []);
    const [first] = script;
    return {
      patientId: patientId(`chaos-${number}`),
      deviceId: deviceId(`chaos-dev-${number}`),
      displayName: `Chaos ${number}`,
      ward: 'Chaos',
      signal: {
        kind: 'synthetic',
        seed: 1000 + index,
        lead: 'II',
        physiology: { heartRateBpm: 62 + (index % 5) * 6, ...(row?.[0] === 'asystole' ? movement : {}) },
      },
      script,
      expected:
        row === undefined || first === undefined
          ? undefined
          : { kind: row[0], atSeconds: first.atSeconds, everySeconds },
    };
  });
}

/** When each scripted event of a patient begins, seconds from the start, if it is over well before the end. */
export function occurrences({ expected }: WardPatient, seconds: number): number[] {
  if (expected === undefined) return [];
  const times: number[] = [];
  for (let at = expected.atSeconds; at < seconds - 40; at += expected.everySeconds) times.push(at);
  return times;
}

export const isChaosPatient = (id: PatientId): boolean => id.startsWith('chaos-');
