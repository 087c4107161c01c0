import type { AlarmEvent, Observation } from '@beatwatch/contracts';
import { encodeBatch, judgeRun, type BatchOutcome, type PatientMonitor } from '@beatwatch/patient-monitor';
import type { RecordedActs } from './recorded-acts.ts';
import type { SignalStep } from './packed-steps.ts';

/** Steps whose beats the models are encoding. */
export interface EncodedSteps {
  readonly steps: readonly SignalStep[];
  readonly encoded: ReturnType<typeof encodeBatch>;
}

export function encodeSteps(monitor: PatientMonitor, steps: readonly SignalStep[]): EncodedSteps {
  const all = steps.flatMap(({ observations }) =>
    observations.map((observation) => ({ monitor, observation })),
  );
  const encoded = encodeBatch(all);
  // Awaited later: until then a failure is nobody's.
  encoded.catch(() => undefined);
  return { steps, encoded };
}

/** Feeds one patient's monitor with the observations in order, and with what happened between them. */
export async function judgeSteps(
  monitor: PatientMonitor,
  { steps, encoded }: EncodedSteps,
  acts: RecordedActs,
): Promise<BatchOutcome> {
  const codes = await encoded;
  const beats: BatchOutcome['beats'][number][] = [];
  const events: AlarmEvent[] = [];
  let waiting: Observation[] = [];
  const judge = (): void => {
    const outcome = judgeRun(monitor, waiting, codes);
    waiting = [];
    beats.push(...outcome.beats);
    events.push(...outcome.events);
  };
  for (const { arrivalUs, observations } of steps) {
    const due = acts.before({ arrivalUs });
    if (due.length > 0) judge();
    for (const act of due) events.push(...act(monitor));
    waiting.push(...observations);
  }
  judge();
  return { beats, events };
}
