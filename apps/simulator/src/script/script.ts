import { refusalMessage } from '@beatwatch/contracts';
import { z } from 'zod';
import { SimulatorError } from '../errors.ts';

const seconds = (max: number): z.ZodNumber => z.number().gt(0).max(max);
const count = (min: number, max: number): z.ZodNumber => z.number().int().min(min).max(max);

const when = {
  /** First start, from the start of the simulation. */
  atSeconds: z.number().min(0).max(1e6),
  /** Interval between starts. Absent: the event happens once. */
  everySeconds: seconds(1e6).optional(),
};

const event = z.discriminatedUnion('kind', [
  /** Premature ventricular beats with a compensatory pause; several alternate with sinus beats (bigeminy). */
  z.strictObject({ kind: z.literal('ventricular-premature'), ...when, beats: count(1, 100).default(1) }),
  /** Consecutive ventricular beats; three or more are ventricular tachycardia. */
  z.strictObject({
    kind: z.literal('ventricular-run'),
    ...when,
    beats: count(2, 500),
    rateBpm: z.number().min(100).max(250).default(160),
  }),
  /** One premature atrial beat. */
  z.strictObject({ kind: z.literal('supraventricular-premature'), ...when }),
  /** No beat for `forSeconds`. */
  z.strictObject({ kind: z.literal('asystole'), ...when, forSeconds: z.number().min(2).max(60) }),
  /** Another rate of the sinus rhythm, reached and left within `overSeconds`. */
  z.strictObject({
    kind: z.literal('sinus-rate'),
    ...when,
    forSeconds: z.number().min(2).max(3600),
    rateBpm: z.number().min(20).max(250),
    overSeconds: z.number().gt(0).max(600).default(5),
  }),
  /** Coarse waves of 4 to 6 Hz in place of beats, followed by sinus rhythm. */
  z.strictObject({
    kind: z.literal('ventricular-fibrillation'),
    ...when,
    forSeconds: z.number().min(2).max(600),
    amplitudeMv: z.number().gt(0).max(10).default(0.5),
  }),
  /** Lost electrode: the recorder's input drifts to its rail and stays there. */
  z.strictObject({ kind: z.literal('lead-off'), ...when, forSeconds: seconds(86_400) }),
  /** White noise like that of a tensed muscle; the amplitude is its standard deviation. */
  z.strictObject({
    kind: z.literal('muscle-noise'),
    ...when,
    forSeconds: seconds(3600),
    amplitudeMv: z.number().gt(0).max(10).default(0.08),
  }),
  /** Steps like those of a moving electrode; the amplitude is their standard deviation. */
  z.strictObject({
    kind: z.literal('electrode-motion'),
    ...when,
    forSeconds: seconds(3600),
    amplitudeMv: z.number().gt(0).max(10).default(0.5),
  }),
  /** Sine of 0.3 Hz; the amplitude is half of peak to peak. */
  z.strictObject({
    kind: z.literal('baseline-wander'),
    ...when,
    forSeconds: seconds(3600),
    amplitudeMv: z.number().gt(0).max(10).default(0.5),
  }),
  /** No packet arrives; sequence numbers continue. */
  z.strictObject({ kind: z.literal('drop-out'), ...when, forSeconds: seconds(86_400) }),
  /** Permanent jump of the device's clock; negative is backwards. */
  z.strictObject({ kind: z.literal('clock-jump'), ...when, bySeconds: z.number().min(-86_400).max(86_400) }),
  /** Packets arrive twice. */
  z.strictObject({ kind: z.literal('duplicates'), ...when, packets: count(1, 1000) }),
  /** Packets arrive together, the last first. */
  z.strictObject({ kind: z.literal('reordering'), ...when, packets: count(2, 50) }),
]);

export type ScriptEvent = z.output<typeof event>;
export type ScriptEventKind = ScriptEvent['kind'];
export type ScriptEventOf<Kind extends ScriptEventKind> = Extract<ScriptEvent, { kind: Kind }>;
/** A script before validation, without defaults. */
export type ScriptInput = readonly z.input<typeof event>[];

const arrhythmiaKinds = [
  'ventricular-premature',
  'ventricular-run',
  'supraventricular-premature',
  'asystole',
  'ventricular-fibrillation',
] as const satisfies ScriptEventKind[];

const scriptSchema = z.array(event).superRefine((events, context) => {
  events.forEach((entry, index) => {
    const { everySeconds } = entry;
    const durationSeconds = 'forSeconds' in entry ? entry.forSeconds : 0;
    if (everySeconds !== undefined && everySeconds <= durationSeconds)
      context.addIssue({
        code: 'custom',
        path: [index, 'everySeconds'],
        message: refusalMessage({
          found: everySeconds,
          expected: `more than forSeconds, ${durationSeconds}`,
        }),
      });
  });
});

/**
 * Validates a script and fills in defaults.
 * @throws SimulatorError naming the position of each invalid entry and the rule it violates
 */
export function parseScript(input: unknown): ScriptEvent[] {
  const result = scriptSchema.safeParse(input);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => {
    const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
    return `script${place}: ${message}`;
  });
  throw new SimulatorError(faults.join('; '), { code: 'invalid-script', context: { faults: faults.length } });
}

/** Rates outside raise an alarm (PhysioNet/CinC Challenge 2015). */
const usualRateBpm = { lowest: 40, highest: 140 };

/** Whether the script contains beats or a rhythm that monitoring should detect. */
export function hasArrhythmia(script: readonly ScriptEvent[]): boolean {
  return script.some((entry) =>
    entry.kind === 'sinus-rate'
      ? entry.rateBpm < usualRateBpm.lowest || entry.rateBpm > usualRateBpm.highest
      : arrhythmiaKinds.some((arrhythmia) => arrhythmia === entry.kind),
  );
}

/** Events of the given kinds, in the order of the script. */
export function eventsOf<Kind extends ScriptEventKind>(
  script: readonly ScriptEvent[],
  ...kinds: readonly Kind[]
): ScriptEventOf<Kind>[] {
  return script.filter((entry): entry is ScriptEventOf<Kind> => kinds.some((kind) => kind === entry.kind));
}
