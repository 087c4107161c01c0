import type { EncodedBeat, PatientModel } from '@beatwatch/adaptation';
import type { AlarmEvent, Beat, Observation } from '@beatwatch/contracts';
import type { MonitoredBeat, PatientMonitor } from './patient-monitor.ts';
import { codeOf } from './taken-observation.ts';

/** An observation and the monitor of its patient. */
export interface MonitoredObservation {
  readonly monitor: PatientMonitor;
  readonly observation: Observation;
}

/** Results of a batch, in its order. */
export interface BatchOutcome {
  readonly beats: readonly {
    readonly monitor: PatientMonitor;
    readonly beat: Beat;
    readonly judged: MonitoredBeat;
  }[];
  readonly events: readonly AlarmEvent[];
}

/**
 * Encodes the beats of a batch together, then feeds the observations to their patients' monitors in the order of the
 * batch: the results do not depend on how a log was cut into batches.
 * @param breathe awaited before each observation, for other work of the process
 * @throws PatientModelError where no model accepts a beat; no monitor has changed then
 */
export async function monitorBatch(
  batch: readonly MonitoredObservation[],
  breathe?: () => Promise<void>,
): Promise<BatchOutcome> {
  return judgeBatch(batch, await encodeBatch(batch), breathe);
}

/** What the models make of the beats of a batch. */
export type EncodedBatch = ReadonlyMap<Beat, EncodedBeat>;

/** The second half of {@link monitorBatch}. */
export async function judgeBatch(
  batch: readonly MonitoredObservation[],
  encoded: EncodedBatch,
  breathe?: () => Promise<void>,
): Promise<BatchOutcome> {
  const beats: BatchOutcome['beats'][number][] = [];
  const events: AlarmEvent[] = [];
  for (const { monitor, observation } of batch) {
    if (breathe !== undefined) await breathe();
    if (observation.kind === 'second') {
      events.push(...monitor.second(observation.second));
      continue;
    }
    const { beat } = observation;
    const judged = monitor.beat(beat, codeOf(encoded, beat));
    beats.push({ monitor, beat, judged });
    events.push(...judged.events);
  }
  return { beats, events };
}

/** The same for many observations of one patient, in less time; see {@link PatientMonitor.observe}. */
export function judgeRun(
  monitor: PatientMonitor,
  observations: readonly Observation[],
  encoded: EncodedBatch,
): BatchOutcome {
  const beats: BatchOutcome['beats'][number][] = [];
  const events: AlarmEvent[] = [];
  for (const [index, outcome] of monitor.observe(observations, encoded).entries()) {
    events.push(...outcome.events);
    const observation = observations[index];
    if (observation?.kind === 'beat' && 'anomalyScore' in outcome)
      beats.push({ monitor, beat: observation.beat, judged: outcome });
  }
  return { beats, events };
}

/** The first half of {@link monitorBatch}, which changes no monitor: the next batch can be encoded while one is judged. */
export async function encodeBatch(batch: readonly MonitoredObservation[]): Promise<EncodedBatch> {
  const byModel = new Map<PatientModel, Beat[]>();
  for (const { monitor, observation } of batch) {
    if (observation.kind !== 'beat') continue;
    const model = monitor.modelFor(observation.beat);
    const beats = byModel.get(model);
    if (beats === undefined) byModel.set(model, [observation.beat]);
    else beats.push(observation.beat);
  }
  const encoded = new Map<Beat, EncodedBeat>();
  await Promise.all(
    [...byModel].map(async ([model, beats]) => {
      const codes = await model.encode(beats.map((beat) => model.input(beat)));
      beats.forEach((beat, index) => {
        const code = codes[index];
        if (code !== undefined) encoded.set(beat, code);
      });
    }),
  );
  return encoded;
}
