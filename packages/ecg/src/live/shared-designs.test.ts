import { rr140Zscore, rWindow88Microvolts } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { signalModels as models } from '../../../../test/stack/signal-models.ts';
import { sharedDesign } from './shared-designs.ts';

const options = { models, preprocessing: rWindow88Microvolts } as const;

it('designs filters once for all leads of the same rate and settings', () => {
  const design = sharedDesign(250, options);
  expect(sharedDesign(250, { ...options })).toBe(design);
  const others = [
    sharedDesign(360, options),
    sharedDesign(250, { ...options, mainsHz: 50 }),
    sharedDesign(250, { ...options, mainsHz: 60 }),
    sharedDesign(250, { ...options, preprocessing: rr140Zscore }),
    sharedDesign(250, { ...options, models: { ...models } }),
  ];
  expect(new Set([design, ...others])).toHaveLength(others.length + 1);
  expect(others[1]?.detector.mains).not.toEqual(others[2]?.detector.mains);
});

it('does not keep a design for each rate that a device may send', () => {
  const design = sharedDesign(250, options);
  for (let rateHz = 300; rateHz < 400; rateHz += 1) sharedDesign(rateHz, options);
  expect(sharedDesign(250, options)).not.toBe(design);
});
