import { describe, expect, it } from 'vitest';
import { leadsToWaitFor } from './leads-to-wait-for.ts';

const ready = { isReady: true };
const learning = { isReady: false };
const newestUs = 1_700_000_000_000_000;
const agoUs = (minutes: number): number => newestUs - minutes * 60e6;

describe('the leads that a model has to know before it takes over', () => {
  it.each<[string, Parameters<typeof leadsToWaitFor>[0], string[]]>([
    [
      'are those that the model in use knows',
      {
        inUse: new Map([
          ['I', ready],
          ['II', ready],
          ['V1', learning],
        ]),
        further: new Map([
          ['I', ready],
          ['II', learning],
        ]),
        learnedUs: new Map([['II', agoUs(1)]]),
        newestUs,
      },
      ['II'],
    ],
    [
      'are not those without a beat to learn from for minutes',
      {
        inUse: new Map([
          ['I', ready],
          ['II', ready],
        ]),
        further: new Map([
          ['I', ready],
          ['II', learning],
        ]),
        learnedUs: new Map([['II', agoUs(6)]]),
        newestUs,
      },
      [],
    ],
    [
      'are not those of whose beats none is stored any more, where a new lead is known',
      {
        inUse: new Map([
          ['II', ready],
          ['V5', ready],
        ]),
        further: new Map([['V5', ready]]),
        learnedUs: new Map([['V5', newestUs]]),
        newestUs,
      },
      [],
    ],
    [
      'are all of them where the model knows none',
      {
        inUse: new Map([
          ['I', ready],
          ['II', ready],
        ]),
        further: new Map([['I', learning]]),
        learnedUs: new Map([['I', agoUs(6)]]),
        newestUs,
      },
      ['I', 'II'],
    ],
    [
      'are not those whose last beat lies in the future of a clock that was set back',
      {
        inUse: new Map([
          ['I', ready],
          ['II', ready],
        ]),
        further: new Map([['I', ready]]),
        learnedUs: new Map([['II', agoUs(-60)]]),
        newestUs,
      },
      [],
    ],
    [
      'are none of a patient whom nobody knows',
      { inUse: new Map([['I', learning]]), further: new Map(), learnedUs: new Map(), newestUs },
      [],
    ],
  ])('%s', (_, leads, expected) => {
    expect(leadsToWaitFor(leads)).toEqual(expected);
  });
});
