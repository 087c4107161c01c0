import { describe, expect, it } from 'vitest';
import { axisState, followAxis } from './patient-axis.ts';

const startUs = 1_780_000_000_000_000;

/** Two leads that are heard every second for a while, the delays of their clocks in seconds. */
function heard(other: string, delays: readonly (readonly [own: number, other: number])[], durationUs = 1e6) {
  const state = axisState();
  let doubtful = 0;
  for (const [second, [own, others]] of delays.entries()) {
    for (const [key, delay] of [['d-1\nII', own] as const, [other, others] as const]) {
      const arrivalUs = startUs + second * 1e6;
      const found = followAxis(state, {
        key,
        arrivalUs,
        delayUs: delay * 1e6,
        isAnchored: false,
        durationUs,
      });
      if (found.isDoubtful) doubtful += 1;
    }
  }
  return { doubtful, shiftSeconds: (state.leads.get(other)?.shiftUs ?? 0) / 1e6 };
}
const steady = (other: number) => Array.from({ length: 20 }, () => [0.2, other] as const);

describe('the clock of a second device', () => {
  it.each([3, 10, 40, -3, -10, -40])('%d s behind is brought onto the axis after 5 s', (seconds) => {
    const { doubtful, shiftSeconds } = heard('d-2\nV2', steady(seconds));
    expect(shiftSeconds).toBeCloseTo(seconds - 0.2, 6);
    expect(doubtful).toBe(5);
  });

  it('is left alone where it is behind by no more than a packet and a second', () => {
    expect(heard('d-2\nV2', steady(1.5))).toEqual({ doubtful: 0, shiftSeconds: 0 });
    expect(heard('d-2\nV2', steady(9), 10e6)).toEqual({ doubtful: 0, shiftSeconds: 0 });
  });

  it('is that of the device for all of its leads', () => {
    expect(heard('d-1\nV2', steady(20))).toEqual({ doubtful: 0, shiftSeconds: 0 });
  });

  it('is believed again once it is set right', () => {
    const { shiftSeconds } = heard('d-2\nV2', [...steady(10), ...steady(0.2)]);
    expect(shiftSeconds).toBe(0);
  });
});
