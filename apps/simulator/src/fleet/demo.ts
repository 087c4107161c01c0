import { deviceId, patientId } from '@beatwatch/contracts';
import { hasArrhythmia, parseScript, type ScriptInput } from '../script/script.ts';
import type { FleetPatient } from './fleet.ts';

export interface DemoPatient extends FleetPatient {
  /** True where the script holds ectopic beats: these patients raise alarms, the others none. */
  readonly arrhythmiaScripted: boolean;
}

/** What happens to whom; thresholds are learned from the first 40 beats, so nothing happens before a minute is over. */
const scripts: ReadonlyMap<number, ScriptInput> = new Map<number, ScriptInput>([
  [1, [{ kind: 'ventricular-run', atSeconds: 60, everySeconds: 120, beats: 10 }]],
  [2, [{ kind: 'ventricular-premature', atSeconds: 90, everySeconds: 180, beats: 8 }]],
  [5, [{ kind: 'muscle-noise', atSeconds: 80, everySeconds: 240, forSeconds: 1.2, amplitudeMv: 0.05 }]],
  [6, [{ kind: 'drop-out', atSeconds: 100, everySeconds: 300, forSeconds: 20 }]],
  [8, [{ kind: 'clock-jump', atSeconds: 140, bySeconds: 2 }]],
  [
    10,
    [
      { kind: 'duplicates', atSeconds: 70, everySeconds: 90, packets: 5 },
      { kind: 'reordering', atSeconds: 110, everySeconds: 90, packets: 3 },
    ],
  ],
]);
const heartRatesBpm = [78, 71, 64, 83, 58, 75, 68, 90, 62, 73, 80, 66];

/**
 * The twelve patients of the demo, `demo-01` to `demo-12`, on `Ward 3`: one with ventricular runs (first at 60 s),
 * one with bigeminy (first at 90 s), one each with muscle noise, drop-outs, a clock jump, and duplicates with
 * reordering, the others calm.
 */
export function demoFleet(): DemoPatient[] {
  return heartRatesBpm.map((heartRateBpm, index) => {
    const number = String(index + 1).padStart(2, '0');
    const script = parseScript(scripts.get(index + 1) ?? []);
    return {
      patientId: patientId(`demo-${number}`),
      deviceId: deviceId(`dev-${number}`),
      displayName: `Demo ${number}`,
      ward: 'Ward 3',
      signal: { kind: 'synthetic', seed: index + 1, physiology: { heartRateBpm } },
      script,
      arrhythmiaScripted: hasArrhythmia(script),
    };
  });
}
