import type { AlarmEvent, Beat, Observation } from '@beatwatch/contracts';
import type { EncodedBeat } from './encode-beats.ts';
import type { PatientWatch, WatchedBeat } from './patient-watch.ts';
import type { WatchModel, WatchModels } from './watch-models.ts';

/** Something that was observed, and who watches that patient. */
export interface Watched {
  readonly watch: PatientWatch;
  readonly observation: Observation;
}

/** What came of a batch, in its order. */
export interface BatchOutcome {
  readonly beats: readonly { readonly beat: Beat; readonly judged: WatchedBeat }[];
  readonly events: readonly AlarmEvent[];
}

/**
 * Encodes the beats of a batch together, then lets each patient's watch move in the order of the batch: how a log was
 * cut into batches changes nothing.
 * @throws WatchError where no model understands a beat; nothing has moved then
 */
export async function watchBatch(models: WatchModels, batch: readonly Watched[]): Promise<BatchOutcome> {
  const encoded = await encodeAll(models, batch);
  const beats: { beat: Beat; judged: WatchedBeat }[] = [];
  const events: AlarmEvent[] = [];
  for (const { watch, observation } of batch) {
    if (observation.kind === 'second') {
      events.push(...watch.second(observation.second));
      continue;
    }
    const { beat } = observation;
    const code = encoded.get(beat);
    if (code === undefined) throw new RangeError('a beat came back from its model without a code');
    const judged = watch.beat(beat, code);
    beats.push({ beat, judged });
    events.push(...judged.events);
  }
  return { beats, events };
}

async function encodeAll(
  models: WatchModels,
  batch: readonly Watched[],
): Promise<ReadonlyMap<Beat, EncodedBeat>> {
  const byModel = new Map<WatchModel, Beat[]>();
  for (const { observation } of batch) {
    if (observation.kind !== 'beat') continue;
    const model = models.for(observation.beat);
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
