import { expect, it } from 'vitest';
import { PlainAdaptation } from './plain-adaptation.ts';
import { restorePlainState } from './upgrade-plain-state.ts';

const reconstruction = new Float32Array(140);

it('continues from a state of version 1', () => {
  const adaptation = PlainAdaptation.begin();
  for (let index = 0; index < 40; index += 1) {
    const encoded = { reconstructionLoss: 20 + (index % 3), reconstruction };
    adaptation.judge({ precedingRrIntervalMs: 800 }, encoded, { learn: true });
  }
  adaptation.setThreshold(30);
  const { learned, setThreshold, ...same } = adaptation.state;
  const { threshold: raise, clearThreshold: clear } = learned!;
  const stored = { ...same, version: 1, learned: { raise, clear }, chosen: setThreshold };
  expect(PlainAdaptation.restore(stored).state).toEqual(adaptation.state);
});

it('continues to learn from a state of version 1', () => {
  const stored = { version: 1, learning: [20, 21], rrIntervalsMs: [800] };
  expect(restorePlainState(stored)).toEqual({ ...stored, version: 2 });
});
