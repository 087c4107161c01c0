import type { OpenModels } from '../../apps/scorer/src/models.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScriptInput } from '../../apps/simulator/src/script/script.ts';
import {
  ClockChain,
  Lead,
  logStartUs,
  rightClock,
  type DeviceClock,
  openChainModels,
} from './clock-chain.ts';

const learnSeconds = 60;
const usualSeconds = 12;
const day = 86_400;

type Fault =
  | { readonly kind: 'set'; readonly bySeconds: number }
  | { readonly kind: 'never-set' }
  | { readonly kind: 'stands-still'; readonly atSeconds: number }
  | { readonly kind: 'drifts'; readonly share: number }
  | { readonly kind: 'leaps'; readonly seed: number };

type Reach = 'device' | 'lead' | 'other-device' | 'other-device-same-lead';

interface Episode {
  readonly fault: Fault;
  readonly reach: Reach;
  readonly seconds: number;
  readonly crashes: boolean;
  /** Seconds with the right clock after it. */
  readonly rightSeconds: number;
}

/** The clock of a fault that begins at `fromUs`. */
function clockOf(fault: Fault, fromUs: number): DeviceClock {
  switch (fault.kind) {
    case 'set':
      return (trueUs) => trueUs + fault.bySeconds * 1e6;
    case 'never-set':
      return (trueUs) => trueUs - fromUs + 5e6;
    case 'stands-still':
      return () => fault.atSeconds * 1e6;
    case 'drifts':
      return (trueUs) => trueUs + (trueUs - fromUs) * fault.share;
    case 'leaps':
      return (trueUs) => {
        const second = Math.round((trueUs - fromUs) / 1e6);
        return Math.abs((Math.sin(fault.seed + second * 12.9898) * 43_758.5453) % 1) * 8.9e15;
      };
  }
}

const fault: fc.Arbitrary<Fault> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      bySeconds: fc.oneof(
        fc.constantFrom(-3600, 3600, -day, day, -120, 120, -56 * 365 * day, 74 * 365 * day, -7 * 365 * day),
        fc.integer({ min: -400, max: 400 }),
        fc.integer({ min: -3e9, max: 6e9 }),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'never-set' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('stands-still' as const),
      atSeconds: fc.constantFrom(0, 1.7e9, 4e9),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('drifts' as const),
      share: fc.constantFrom(-0.005, 0.005, 0.02),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leaps' as const), seed: fc.nat(1000) }) },
);

const episode: fc.Arbitrary<Episode> = fc.record({
  fault,
  reach: fc.constantFrom<Reach>('device', 'lead', 'other-device', 'other-device-same-lead'),
  seconds: fc.integer({ min: 1, max: 14 }),
  crashes: fc.boolean(),
  rightSeconds: fc.integer({ min: 0, max: 8 }),
});

const emergencies = {
  'ventricular-tachycardia': (atSeconds: number) =>
    ({ kind: 'ventricular-run', atSeconds, beats: 80, rateBpm: 180 }) as const,
  asystole: (atSeconds: number) => ({ kind: 'asystole', atSeconds, forSeconds: 30 }) as const,
  'ventricular-fibrillation': (atSeconds: number) =>
    ({ kind: 'ventricular-fibrillation', atSeconds, forSeconds: 30 }) as const,
};
type Emergency = keyof typeof emergencies;

describe('a patient whose devices have wrong clocks', () => {
  let models: OpenModels;
  beforeAll(async () => {
    models = await openChainModels();
  });
  afterAll(() => models.dispose());

  interface Course {
    readonly chain: ClockChain;
    /** Seconds from the onset to the arrival of the packet that raised the alarm; undefined if none did. */
    readonly afterSeconds: number | undefined;
  }

  /** Right data, the episodes, right data (or the last fault's clock for good), then the emergency for 20 s. */
  async function course(
    episodes: readonly Episode[],
    emergency: Emergency,
    options: {
      readonly staysWrong?: boolean;
      readonly isNumbered?: boolean;
      readonly emergencySeconds?: number;
    } = {},
  ): Promise<Course> {
    const { staysWrong = false, isNumbered = true, emergencySeconds = 20 } = options;
    const faultSeconds = episodes.reduce((sum, { seconds, rightSeconds }) => sum + seconds + rightSeconds, 0);
    const onset = learnSeconds + faultSeconds + usualSeconds;
    const script: ScriptInput = [emergencies[emergency](onset)];
    const own = [
      new Lead({ device: 'd-1', lead: 'V2', script, isNumbered }),
      new Lead({ device: 'd-1', lead: 'II', script, isNumbered }),
    ];
    const other = new Lead({ device: 'd-2', lead: 'V5', script, isNumbered });
    const otherSame = new Lead({ device: 'd-2', lead: 'V2', script, isNumbered });
    const chain = new ClockChain(models.models);
    let second = 0;
    const run = async (seconds: number, clock: DeviceClock, reach?: Reach): Promise<void> => {
      for (let left = seconds; left > 0; left -= 1) {
        second += 1;
        const trueUs = logStartUs + second * 1e6;
        const clockFor = (index: number): DeviceClock =>
          reach === 'device' || (reach === 'lead' && index === 1) ? clock : rightClock;
        for (const [index, lead] of own.entries()) {
          await chain.push(lead.packet(trueUs, clockFor(index)), trueUs);
        }
        const strangers = [other.packet(trueUs, clock), otherSame.packet(trueUs, clock)];
        if (reach === 'other-device') await chain.push(strangers[0]!, trueUs);
        if (reach === 'other-device-same-lead') await chain.push(strangers[1]!, trueUs);
      }
    };
    await run(learnSeconds, rightClock);
    let clock = rightClock;
    let reach: Reach | undefined;
    for (const one of episodes) {
      clock = clockOf(one.fault, logStartUs + second * 1e6);
      reach = one.reach;
      await run(one.seconds, clock, reach);
      if (one.crashes) chain.crash();
      if (one.rightSeconds > 0) await run(one.rightSeconds, rightClock);
    }
    const held = staysWrong ? ([clock, reach] as const) : ([rightClock, undefined] as const);
    await run(usualSeconds, ...held);
    const onsetUs = logStartUs + second * 1e6;
    await run(emergencySeconds, ...held);
    const raised = chain.raised.find(
      ({ event, arrivalUs }) => event.kind === emergency && event.state === 'active' && arrivalUs > onsetUs,
    );
    return { chain, afterSeconds: raised && (raised.arrivalUs - onsetUs) / 1e6 };
  }

  const raises = (reach: Reach, fault: Fault, seconds: number) =>
    course([{ fault, reach, seconds, crashes: false, rightSeconds: 0 }], 'ventricular-tachycardia');

  it.each(['device', 'lead', 'other-device', 'other-device-same-lead'] as const)(
    'has his alarms after four packets of the year 2100 (%s)',
    async (reach) => {
      const { afterSeconds } = await raises(reach, { kind: 'set', bySeconds: 74 * 365 * day }, 4);
      expect(afterSeconds).toBeLessThanOrEqual(4);
    },
  );

  it.each([
    ['1970', { kind: 'never-set' }],
    ['2019', { kind: 'set', bySeconds: -7 * 365 * day }],
    ['2100', { kind: 'set', bySeconds: 74 * 365 * day }],
    ['an hour ahead', { kind: 'set', bySeconds: 3600 }],
    ['no time at all', { kind: 'stands-still', atSeconds: 0 }],
    ['a second of 2023 for ever', { kind: 'stands-still', atSeconds: 1.7e9 }],
  ] as const)('has his alarms where his only device believes it is %s', async (_name, fault) => {
    const stays = { fault, reach: 'device', seconds: 14, crashes: false, rightSeconds: 0 } as const;
    const { afterSeconds, chain } = await course([stays], 'ventricular-tachycardia', { staysWrong: true });
    expect(afterSeconds).toBeLessThanOrEqual(4);
    const { event } = chain.raised.findLast(({ event }) => event.kind === 'ventricular-tachycardia')!;
    const saysWhen = event.evidence.arrivedUs ?? event.evidence.toUs;
    expect(Math.abs(saysWhen - chain.raised.at(-1)!.arrivalUs)).toBeLessThan(60e6);
  });

  /** The seconds that a detection may take: 10 and the way, or three more than without a fault where that takes long. */
  async function limitFor(
    episodes: readonly Episode[],
    emergency: Emergency,
    isNumbered: boolean,
  ): Promise<number> {
    const right = episodes.map((one): Episode => ({
      ...one,
      fault: { kind: 'set', bySeconds: 0 },
      reach: 'device',
    }));
    const { afterSeconds = Infinity } = await course(right, emergency, { isNumbered });
    return Math.max(10.5, afterSeconds + 3);
  }

  const numRuns = 25;
  const faults = fc.array(episode, { minLength: 1, maxLength: 5 });
  const anyEmergency = fc.constantFrom(...(Object.keys(emergencies) as Emergency[]));

  it.each([
    ['12 s of right data', false],
    ['12 s on a clock that stays wrong', true],
  ])('has his alarms within 10 s after any sequence of faults and %s', async (_name, staysWrong) => {
    await fc.assert(
      fc.asyncProperty(faults, anyEmergency, fc.boolean(), async (episodes, emergency, isNumbered) => {
        const { afterSeconds = Infinity, chain } = await course(episodes, emergency, {
          isNumbered,
          staysWrong,
        });
        if (afterSeconds > 10.5) {
          expect(afterSeconds).toBeLessThanOrEqual(await limitFor(episodes, emergency, isNumbered));
        }
        expectPlausibleTimes(chain);
        expectNothingTwice(chain);
      }),
      { numRuns, seed: 15, endOnFailure: true },
    );
  });

  it('has nothing stored in the future where a clock that was corrected is set right', async () => {
    const far = {
      fault: { kind: 'set', bySeconds: -7 * 365 * day },
      reach: 'other-device',
      seconds: 14,
    } as const;
    const near = { fault: { kind: 'set', bySeconds: 120 }, reach: 'other-device', seconds: 14 } as const;
    const episodes = [far, near].map((one) => ({ ...one, crashes: false, rightSeconds: 1 }));
    for (const isNumbered of [true, false]) {
      const { chain } = await course(episodes, 'ventricular-tachycardia', { isNumbered });
      expectPlausibleTimes(chain);
    }
  });

  it('has no alarm left open on a time axis that is gone', async () => {
    await fc.assert(
      fc.asyncProperty(faults, anyEmergency, fc.boolean(), async (episodes, emergency, isNumbered) => {
        const { chain } = await course(episodes, emergency, { isNumbered, emergencySeconds: 150 });
        const open = Object.values(chain.monitor.state.monitor.open);
        expect(open.filter(({ event }) => event.state === 'active').map(({ event }) => event.kind)).toEqual(
          [],
        );
      }),
      { numRuns: 10, seed: 15, endOnFailure: true },
    );
  });
});

/** Whatever the clocks say, what is stored lies between 2001 and the day after it arrived. */
function expectPlausibleTimes({ outputs }: ClockChain): void {
  const untilUs = logStartUs + 2 * day * 1e6;
  const times = outputs.flatMap(({ chunks, observations, gaps }) => [
    ...chunks.map(({ firstSampleTimeUs }) => firstSampleTimeUs),
    ...observations.map((one) => (one.kind === 'beat' ? one.beat.timeUs : one.second.timeUs)),
    ...gaps.flatMap(({ fromUs, toUs }) => [fromUs, toUs]),
  ]);
  expect(times.filter((timeUs) => timeUs < 1e15 || timeUs > untilUs)).toEqual([]);
}

/** On one time axis a lead shows a beat once. */
function expectNothingTwice({ outputs }: ClockChain): void {
  const keys = outputs.flatMap(({ observations }) =>
    observations.flatMap((one) =>
      one.kind === 'second' || one.beat.late === true
        ? []
        : [`${one.beat.axis} ${one.beat.deviceId} ${one.beat.lead} ${one.beat.timeUs}`],
    ),
  );
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
}
