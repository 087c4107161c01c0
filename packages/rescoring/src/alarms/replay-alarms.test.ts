import { AlarmMonitor, applyInput, InputJournal, type AlarmInput, type JudgedBeat } from '@beatwatch/alarms';
import { patientId, type AlarmEvent, type AlarmLimits } from '@beatwatch/contracts';
import { packState } from '@beatwatch/stream-processor/packed';
import type { AlarmInputBlock } from '@beatwatch/timescale';
import { describe, expect, it } from 'vitest';
import { replayAlarms, type ReplayOptions } from './replay-alarms.ts';

const patient = patientId('p-1');
const startUs = 1_700_000_000_000_000;
const learned = { threshold: 2, clearThreshold: 1.4 };

/** Seconds and beats of a minute; the beats from 20 s to 25 s have this anomaly score. */
function minute(from: number, anomalyScore: number, staffs?: number): AlarmInput[] {
  return Array.from({ length: 60 }, (_, at): AlarmInput[] => {
    const timeUs = startUs + (from + at) * 1e6;
    const endTimeUs = timeUs + 1e6;
    const score = at >= 20 && at < 25 ? anomalyScore : 0.2;
    const threshold = staffs ?? learned.threshold;
    const beat: JudgedBeat = {
      lead: 'II',
      timeUs,
      endTimeUs,
      rrIntervalMs: 1000,
      anomalyScore: score,
      threshold,
      clearThreshold: Math.min(learned.clearThreshold, threshold),
      learned,
      anomalous: score > threshold,
      ventricular: false,
    };
    const second = { lead: 'II', timeUs, endTimeUs, qualityIndex: 1, faults: [], fibrillationIndex: 0 };
    return [
      { kind: 'beat', beat },
      { kind: 'second', second },
    ];
  }).flat();
}

interface Ward {
  readonly repositories: ReplayOptions['repositories'];
  readonly events: readonly AlarmEvent[];
}

/** A database with what a scorer stores of the inputs; each list is decided from the initial state. */
function stored(...lists: readonly (readonly AlarmInput[])[]): Ward {
  const events: AlarmEvent[] = [];
  const blocks: AlarmInputBlock[] = [];
  for (const inputs of lists) {
    const monitor = new AlarmMonitor(patient);
    const journal = new InputJournal();
    for (const input of inputs) {
      events.push(...applyInput(monitor, input));
      journal.add(input, monitor.state);
    }
    for (const { rows, after, ...name } of journal.take()) {
      blocks.push({
        patientId: patient,
        ...name,
        inputs: packState(rows),
        ...(after && { after: packState(after) }),
      });
    }
  }
  const within = ({ fromUs, toUs }: { readonly fromUs: number; readonly toUs: number }) =>
    blocks.filter(({ timeUs }) => timeUs >= fromUs && timeUs <= toUs);
  return {
    events,
    repositories: {
      alarmInputs: {
        list: (range) =>
          Promise.resolve(
            within(range).map(({ number, timeUs, begins, after }) => ({
              number,
              timeUs,
              begins,
              hasAfter: after !== undefined,
            })),
          ),
        read: ({ fromNumber, toNumber, ...range }) =>
          Promise.resolve(within(range).filter(({ number }) => number >= fromNumber && number <= toNumber)),
      },
      alarms: {
        changes: ({ fromUs, toUs }) =>
          Promise.resolve(events.filter(({ raisedTimeUs: at }) => at >= fromUs && at < toUs)),
      },
    },
  };
}

const replayed = (ward: Ward, options: Partial<ReplayOptions> = {}) =>
  replayAlarms({ repositories: ward.repositories, patientId: patient, sinceUs: startUs, ...options });
const kinds = (differences: readonly { readonly is: string }[]): string[] => differences.map(({ is }) => is);

describe('alarms that are decided again', () => {
  const twice = (score: number): AlarmInput[] =>
    [0, 60, 600, 660].flatMap((from) => minute(from, from % 600 === 0 ? score : 0.2));
  const quiet = stored(twice(1.9));
  const bursts = stored(twice(6));

  it('are the same with the same threshold', async () => {
    const result = await replayed(bursts);
    expect(result.alarms).toEqual({ stored: 2, rescored: 2, same: 2, differences: [] });
    expect(result).toMatchObject({ fromUs: startUs, anomalousBefore: 10, anomalousBeats: 10 });
  });

  it('are more with a lower threshold, and fewer with a higher one', async () => {
    const lower = await replayed(quiet, { threshold: 0.7 });
    expect(kinds(lower.alarms.differences)).toEqual(['gained', 'gained']);
    expect(lower).toMatchObject({ anomalousBefore: 0, anomalousBeats: 10 });
    expect(kinds((await replayed(bursts, { threshold: 4 })).alarms.differences)).toEqual(['lost', 'lost']);
  });

  it('are those of the learned threshold where staff had set another one', async () => {
    const set = stored([...minute(0, 6, 5), ...minute(60, 0.2, 5)]);
    expect(kinds((await replayed(set, { threshold: 'learned' })).alarms.differences)).toEqual(['gained']);
  });

  it('have the other threshold from the given time on, with the state of that time', async () => {
    const later = await replayed(bursts, { threshold: 4, sinceUs: startUs + 600e6 });
    expect(kinds(later.alarms.differences)).toEqual(['lost']);
    expect(later.beats).toBeLessThan(125);
  });

  it('begin where the state was lost and begun anew', async () => {
    const anew = stored(minute(0, 6), [...minute(3600, 6), ...minute(3660, 0.2)]);
    const { alarms, fromUs } = await replayed(anew, { sinceUs: startUs });
    expect(fromUs).toBe(startUs);
    expect(alarms).toMatchObject({ stored: 2, same: 2 });
  });

  it('have other own limits from the given time on, in place of those that were set, and the ward’s beside them', async () => {
    // 60 beats a minute.
    const minutes = [0, 60, 120].flatMap((from) => minute(from, 0.2));
    const low = { heartRateLowBpm: 70, heartRateHighBpm: 150 };
    const wide = { heartRateLowBpm: 40, heartRateHighBpm: 150 };
    const profile = { profileId: 1, limits: low, latching: {} };
    const counts = async (inputs: readonly AlarmInput[], limits?: AlarmLimits) => {
      const { alarms } = await replayed(stored(inputs), {
        sinceUs: startUs + 60e6,
        ...(limits && { limits }),
      });
      return [alarms.stored, alarms.rescored];
    };
    expect(await counts(minutes)).toEqual([0, 0]);
    expect(await counts(minutes, low)).toEqual([0, 1]);
    const ofWard: AlarmInput[] = [{ kind: 'limits', limits: { profile } }, ...minutes];
    const [raised] = stored(ofWard).events;
    expect(raised).toMatchObject({ kind: 'extreme-bradycardia', priority: 'medium' });
    // Set two minutes later, in place of the ward's.
    const set: AlarmInput = { kind: 'limits', limits: { own: wide, profile } };
    const late = [...minutes.slice(0, 240), set, ...minutes.slice(240), ...minute(180, 0.2)];
    expect(await counts([{ kind: 'limits', limits: { profile } }, ...late])).toEqual([0, 0]);
    expect(await counts(late, low)).toEqual([0, 1]);
    expect(await counts(late, {})).toEqual([0, 1]);
  });

  it('keep the acknowledgements of people', async () => {
    const inputs = [...minute(0, 6), ...minute(60, 0.2)];
    const [raised] = stored(inputs).events;
    const command = {
      patientId: patient,
      actor: 'nurse',
      timeUs: startUs + 26.5e6,
      action: 'acknowledge',
    } as const;
    const at = inputs.findIndex((one) => one.kind === 'second' && one.second.timeUs === startUs + 27e6);
    inputs.splice(at, 0, { kind: 'acknowledge', command: { ...command, alarmId: raised!.alarmId } });
    const ward = stored(inputs);
    expect(ward.events.some(({ actor }) => actor === 'nurse')).toBe(true);
    expect((await replayed(ward)).alarms).toMatchObject({ same: 1, differences: [] });
  });

  it('tell how far they are, and end where nobody waits', async () => {
    const shares: number[] = [];
    await replayed(bursts, { onProgress: (share) => shares.push(share) });
    expect(shares.at(-1)).toBe(1);
    const left = new AbortController();
    const onProgress = (): void => {
      left.abort(new Error('left'));
    };
    await expect(replayed(bursts, { signal: left.signal, onProgress })).rejects.toThrow('left');
  });

  it('are refused where nothing is stored, or where more than levels follows from a threshold', async () => {
    await expect(replayed(stored([]))).rejects.toMatchObject({ code: 'no-inputs' });
    const plain = minute(0, 6).map((input): AlarmInput => {
      if (input.kind !== 'beat') return input;
      const { learned: _, ...beat } = input.beat;
      return { kind: 'beat', beat };
    });
    await expect(replayed(stored(plain), { threshold: 3 })).rejects.toMatchObject({ code: 'other-model' });
  });
});
