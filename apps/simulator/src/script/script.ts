import { z } from 'zod';
import { SimulatorError } from '../errors.ts';

const seconds = (max: number): z.ZodNumber => z.number().gt(0).max(max);
const count = (min: number, max: number): z.ZodNumber => z.number().int().min(min).max(max);

const when = {
  /** From the start of the simulation. */
  atSeconds: z.number().min(0).max(1e6),
  /** Again and again after so long; absent: once. */
  everySeconds: seconds(1e6).optional(),
};

const event = z.discriminatedUnion('kind', [
  /** Premature ventricular beats, one after each sinus beat where there are several (bigeminy), each with its pause. */
  z.strictObject({ kind: z.literal('ventricular-premature'), ...when, beats: count(1, 100).default(1) }),
  /** Ventricular beats in a row: from three on, ventricular tachycardia. */
  z.strictObject({
    kind: z.literal('ventricular-run'),
    ...when,
    beats: count(2, 500),
    rateBpm: z.number().min(100).max(250).default(160),
  }),
  /** One early beat from the atria. */
  z.strictObject({ kind: z.literal('supraventricular-premature'), ...when }),
  /** No beat for so long: the ventricles stand still. */
  z.strictObject({ kind: z.literal('asystole'), ...when, forSeconds: z.number().min(2).max(60) }),
  /** The sinus node goes slower or faster than the person's own rate; it takes `overSeconds` to get there, and back. */
  z.strictObject({
    kind: z.literal('sinus-rate'),
    ...when,
    forSeconds: z.number().min(2).max(3600),
    rateBpm: z.number().min(20).max(250),
    overSeconds: z.number().gt(0).max(600).default(5),
  }),
  /** Coarse waves of 4 to 6 Hz in place of beats, from its very second on; the heart then finds its rhythm again. */
  z.strictObject({
    kind: z.literal('ventricular-fibrillation'),
    ...when,
    forSeconds: z.number().min(2).max(600),
    amplitudeMv: z.number().gt(0).max(10).default(0.5),
  }),
  /** The electrode has come off: the recorder's input drifts to its rail and stays there. */
  z.strictObject({ kind: z.literal('lead-off'), ...when, forSeconds: seconds(86_400) }),
  /** Fast noise as of a tensed muscle; amplitude is its standard deviation. */
  z.strictObject({
    kind: z.literal('muscle-noise'),
    ...when,
    forSeconds: seconds(3600),
    amplitudeMv: z.number().gt(0).max(10).default(0.08),
  }),
  /** Jumps as of an electrode that rattles; amplitude is their standard deviation. */
  z.strictObject({
    kind: z.literal('electrode-motion'),
    ...when,
    forSeconds: seconds(3600),
    amplitudeMv: z.number().gt(0).max(10).default(0.5),
  }),
  /** The whole strip sways at 0.3 Hz; amplitude is half of peak to peak. */
  z.strictObject({
    kind: z.literal('baseline-wander'),
    ...when,
    forSeconds: seconds(3600),
    amplitudeMv: z.number().gt(0).max(10).default(0.5),
  }),
  /** No packet arrives; the sequence numbers go on. */
  z.strictObject({ kind: z.literal('drop-out'), ...when, forSeconds: seconds(86_400) }),
  /** The device's clock moves and stays moved; negative goes back. */
  z.strictObject({ kind: z.literal('clock-jump'), ...when, bySeconds: z.number().min(-86_400).max(86_400) }),
  /** So many packets arrive twice. */
  z.strictObject({ kind: z.literal('duplicates'), ...when, packets: count(1, 1000) }),
  /** So many packets arrive together and last first. */
  z.strictObject({ kind: z.literal('reordering'), ...when, packets: count(2, 50) }),
]);

export type ScriptEvent = z.output<typeof event>;
export type ScriptEventKind = ScriptEvent['kind'];
export type ScriptEventOf<Kind extends ScriptEventKind> = Extract<ScriptEvent, { kind: Kind }>;
/** As written by hand, before defaults. */
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
    const lasts = 'forSeconds' in entry ? entry.forSeconds : 0;
    if (everySeconds !== undefined && everySeconds <= lasts)
      context.addIssue({
        code: 'custom',
        path: [index, 'everySeconds'],
        message: `found ${everySeconds}, expected more than forSeconds, ${lasts}`,
      });
  });
});

/**
 * A script as checked data with its defaults.
 * @throws SimulatorError naming each wrong entry by its position, with the rule it breaks
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

/** Beyond these the rate itself is an alarm (PhysioNet/CinC Challenge 2015). */
const usualRateBpm = { lowest: 40, highest: 140 };

/** True where the script holds beats or a rhythm that monitoring should find. */
export function hasArrhythmia(script: readonly ScriptEvent[]): boolean {
  return script.some((entry) =>
    entry.kind === 'sinus-rate'
      ? entry.rateBpm < usualRateBpm.lowest || entry.rateBpm > usualRateBpm.highest
      : arrhythmiaKinds.some((arrhythmia) => arrhythmia === entry.kind),
  );
}

export function eventsOf<Kind extends ScriptEventKind>(
  script: readonly ScriptEvent[],
  ...kinds: readonly Kind[]
): ScriptEventOf<Kind>[] {
  return script.filter((entry): entry is ScriptEventOf<Kind> => kinds.some((kind) => kind === entry.kind));
}
