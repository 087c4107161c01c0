import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readWfdbRecord, samplesAboveBaseline, type WfdbRecord } from '@beatwatch/recordings';
import { describe, expect, it } from 'vitest';
import { referenceFile } from '../../../../test/stack/reference-data.ts';
import { signalModels } from '../../../../test/stack/signal-models.ts';
import {
  advanceFibrillation,
  closeFibrillationSecond,
  fibrillationDesign,
  fibrillationState,
} from './fibrillation.ts';

/** Condition of the alarm: consecutive seconds at or above a level. */
const rule = { level: 0.5, seconds: 3 } as const;

/** Seconds at whose end the alarm's condition holds, and the annotated onsets, in seconds. */
async function judged(path: string) {
  const record = await readWfdbRecord(path);
  const [signal] = record.signals;
  const samples = samplesAboveBaseline(signal!);
  const second = Math.floor(record.samplingRateHz);
  const design = fibrillationDesign(record.samplingRateHz);
  const state = fibrillationState();
  const above: boolean[] = [];
  for (let from = 0; from + second <= samples.length; from += second) {
    advanceFibrillation(state, design, samples.subarray(from, from + second), signal!.microvoltsPerCount!);
    above.push(
      closeFibrillationSecond(state, design, signalModels.fibrillation).fibrillationIndex >= rule.level,
    );
  }
  const alarmSeconds = above.flatMap((_, last) => {
    const window = above.slice(Math.max(0, last + 1 - rule.seconds), last + 1);
    return window.length === rule.seconds && window.every(Boolean) ? [last + 1] : [];
  });
  const onsets = record.annotations
    .filter(({ symbol }) => symbol === '[')
    .map(({ sample }) => sample / record.samplingRateHz);
  return {
    alarmSeconds,
    onsets,
    ventricular: rhythms(record, /^\((VT|VFL)/),
    fibrillations: rhythms(record, /^\(VF/),
  };
}

/** Annotated rhythms of these names: start and end in seconds. */
function rhythms({ annotations, samplingRateHz }: WfdbRecord, name: RegExp): (readonly [number, number])[] {
  const changes = annotations.filter(({ symbol }) => symbol === '+');
  return changes.flatMap(({ aux = '', sample }, index) =>
    name.test(aux)
      ? [[sample / samplingRateHz, (changes[index + 1]?.sample ?? Infinity) / samplingRateHz] as const]
      : [],
  );
}

const recordsBeside = (path: string): string[] =>
  readdirSync(dirname(path))
    .filter((file) => file.endsWith('.hea'))
    .map((file) => join(dirname(path), file.replace('.hea', '')));

describe('the fibrillation index on real recordings', () => {
  it('rises within 10 s of at least 95 % of the onsets in cudb', async (context) => {
    let [onsetCount, found] = [0, 0];
    for (const path of recordsBeside(referenceFile(context, 'cudb', 'cu01.hea'))) {
      const { alarmSeconds, onsets } = await judged(path);
      onsetCount += onsets.length;
      found += onsets.filter((onset) =>
        alarmSeconds.some((second) => second >= onset && second <= onset + 10),
      ).length;
    }
    expect(onsetCount).toBe(23);
    expect(found / onsetCount).toBeGreaterThanOrEqual(0.95);
  });

  it('rises as soon in vfdb, which had no part in its training', async (context) => {
    let [onsetCount, found] = [0, 0];
    for (const path of recordsBeside(referenceFile(context, 'vfdb', '418.hea'))) {
      const { alarmSeconds, fibrillations } = await judged(path);
      const onsets = fibrillations.filter(([from, to]) => to - from >= rule.seconds);
      onsetCount += onsets.length;
      found += onsets.filter(([from]) =>
        alarmSeconds.some((second) => second >= from && second <= from + 10),
      ).length;
    }
    expect(onsetCount).toBeGreaterThan(40);
    expect(found / onsetCount).toBeGreaterThanOrEqual(0.95);
  });

  it('stays low in DS1 except in annotated ventricular tachycardia and flutter', async (context) => {
    const unexplained: string[] = [];
    let explained = 0;
    for (const path of recordsBeside(referenceFile(context, 'mitdb', '207.hea'))) {
      const { alarmSeconds, ventricular } = await judged(path);
      for (const second of alarmSeconds) {
        // The condition holds until the last window with the rhythm has passed.
        if (ventricular.some(([from, to]) => second > from && second < to + 4)) explained += 1;
        else unexplained.push(`${path.slice(-3)} at ${second} s`);
      }
    }
    expect(unexplained).toEqual([]);
    expect(explained).toBeGreaterThan(60);
  });
});
