import { deviceId, patientId } from '@beatwatch/contracts';
import { hasArrhythmia, parseScript, type ScriptInput } from '../script/script.ts';
import type { Physiology, SyntheticLead } from '../synthesis/physiology.ts';
import type { FleetPatient } from './fleet.ts';

export interface DemoPatient extends FleetPatient {
  /** Whether the script contains an arrhythmia: only these patients raise clinical alarms. */
  readonly arrhythmiaScripted: boolean;
}

export interface DemoOptions {
  /** `II` for the wearable model, `V2` for ECG5000's model. Default `II`. */
  readonly lead?: SyntheticLead;
}

/** Scripts by patient number. None begins within the first minute, when models learn the patient's own beats. */
const scripts: ReadonlyMap<number, ScriptInput> = new Map<number, ScriptInput>([
  [1, [{ kind: 'ventricular-run', atSeconds: 60, everySeconds: 120, beats: 10 }]],
  [2, [{ kind: 'ventricular-premature', atSeconds: 90, everySeconds: 180, beats: 8 }]],
  [3, [{ kind: 'lead-off', atSeconds: 120, everySeconds: 300, forSeconds: 15 }]],
  [4, [{ kind: 'electrode-motion', atSeconds: 150, everySeconds: 300, forSeconds: 20, amplitudeMv: 1.5 }]],
  [5, [{ kind: 'muscle-noise', atSeconds: 80, everySeconds: 240, forSeconds: 20, amplitudeMv: 0.6 }]],
  [6, [{ kind: 'drop-out', atSeconds: 100, everySeconds: 300, forSeconds: 25 }]],
  [7, [{ kind: 'asystole', atSeconds: 180, everySeconds: 600, forSeconds: 8 }]],
  [8, [{ kind: 'sinus-rate', atSeconds: 210, everySeconds: 480, forSeconds: 30, rateBpm: 30 }]],
  [
    9,
    [
      {
        kind: 'sinus-rate',
        atSeconds: 240,
        everySeconds: 480,
        forSeconds: 100,
        rateBpm: 146,
        overSeconds: 35,
      },
    ],
  ],
  [
    10,
    [
      { kind: 'duplicates', atSeconds: 70, everySeconds: 90, packets: 5 },
      { kind: 'reordering', atSeconds: 110, everySeconds: 90, packets: 3 },
      { kind: 'clock-jump', atSeconds: 140, bySeconds: 2 },
    ],
  ],
  [12, [{ kind: 'ventricular-fibrillation', atSeconds: 270, everySeconds: 900, forSeconds: 20 }]],
]);
/** Noise and wander that go on during asystole and tell it from a loose cable. */
const movement: Partial<Physiology> = { noiseMv: 0.012, baselineWanderMv: 0.08 };
const firstBed = 301;
const heartRatesBpm = [78, 71, 64, 83, 58, 75, 68, 90, 112, 73, 80, 66];

/**
 * The twelve patients of the demo, `demo-01` to `demo-12`, on `Ward 3`.
 *
 * Arrhythmia: ventricular runs (first at 60 s), bigeminy (90 s), asystole of 8 s (180 s), a rate of 30 bpm (210 s), a rate
 * rising to 146 bpm (240 s), ventricular fibrillation (270 s). Technical: muscle noise (80 s), drop-out (100 s), lead off
 * (120 s), electrode motion (150 s). Without alarm: `demo-10` with duplicates, reordering and a clock jump (70 s), and
 * `demo-11` without any event.
 */
export function demoFleet({ lead = 'II' }: DemoOptions = {}): DemoPatient[] {
  return heartRatesBpm.map((heartRateBpm, index) => {
    const number = String(index + 1).padStart(2, '0');
    const script = parseScript(scripts.get(index + 1) ?? []);
    return {
      patientId: patientId(`demo-${number}`),
      deviceId: deviceId(`dev-${number}`),
      displayName: `Demo ${number}`,
      ward: 'Ward 3',
      bed: String(firstBed + index),
      signal: {
        kind: 'synthetic',
        seed: index + 1,
        lead,
        physiology: { heartRateBpm, ...(script.some(({ kind }) => kind === 'asystole') ? movement : {}) },
      },
      script,
      arrhythmiaScripted: hasArrhythmia(script),
    };
  });
}
