import { createSeededRandom } from '@beatwatch/statistics';
import { describe, expect, it } from 'vitest';
import { selectionDefaults } from './settings.ts';
import { UsualBeats, type FormedBeat } from './usual-beats.ts';

const random = createSeededRandom(5);

/** A wave of a height and a breadth at the R peak, with noise. */
function beat(heightMicrovolts: number, width: number, rrMs = 800): FormedBeat {
  const samples = Float32Array.from(
    { length: 88 },
    (_, at) => heightMicrovolts * Math.exp(-(((at - 31) / width) ** 2)) + 20 * random.normal(),
  );
  return { samples, precedingRrIntervalMs: rrMs * (1 + 0.04 * random.normal()) };
}

const beats = (count: number, ...form: Parameters<typeof beat>): FormedBeat[] =>
  Array.from({ length: count }, () => beat(...form));

function keptOf(groups: readonly (readonly FormedBeat[])[]): number[] {
  const all = groups.flat();
  const { usual } = new UsualBeats(all, selectionDefaults);
  let from = 0;
  return groups.map((group) => {
    const kept = usual.slice(from, from + group.length).filter(Boolean).length / group.length;
    from += group.length;
    return kept;
  });
}

describe('UsualBeats', () => {
  it('leaves out ectopic beats that are a fifth of all, all of one form', () => {
    const [normal, ectopic] = keptOf([beats(400, 1000, 4), beats(100, -1400, 12, 520)]);
    expect(normal).toBeGreaterThan(0.9);
    expect(ectopic).toBe(0);
  });

  it('leaves out early beats of the usual form', () => {
    const [normal, early] = keptOf([beats(400, 1000, 4), beats(60, 1000, 4, 480)]);
    expect(normal).toBeGreaterThan(0.9);
    expect(early).toBe(0);
  });

  it('keeps both forms of a heart that has two', () => {
    const [one, other] = keptOf([beats(230, 1000, 4), beats(220, 900, 6)]);
    expect(Math.min(one!, other!)).toBeGreaterThan(0.9);
  });

  it('says how far a further beat is from the usual ones', () => {
    const all = beats(200, 1000, 4);
    const usual = new UsualBeats(all, selectionDefaults);
    expect(usual.excessOf(beat(-1400, 12))).toBeGreaterThan(1);
    expect(usual.excessOf(beat(1000, 4, 500))).toBeGreaterThan(0.3);
    const excesses = all.map((one) => usual.excessOf(one));
    expect(excesses.filter((excess) => excess <= 0).length).toBeGreaterThan(180);
  });
});
