import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenModels } from '../../apps/scorer/src/models.ts';
import type { ScriptInput } from '../../apps/simulator/src/script/script.ts';
import { ClockChain, Lead, logStartUs, openChainModels } from './clock-chain.ts';

const onset = 70;
const emergencies = {
  asystole: { kind: 'asystole', atSeconds: onset, forSeconds: 30 },
  'ventricular-tachycardia': { kind: 'ventricular-run', atSeconds: onset, beats: 80, rateBpm: 180 },
} as const;
type Emergency = keyof typeof emergencies;
/** Of the device that is ahead, from long before the emergency on. */
const lost = { kind: 'lead-off', atSeconds: onset - 20, forSeconds: 60 } as const;

describe('a patient with two devices whose clocks are seconds apart', () => {
  let models: OpenModels;
  beforeAll(async () => {
    models = await openChainModels();
  });
  afterAll(() => models.dispose());

  /** @returns seconds from the onset to the arrival of what raised the alarm; undefined if nothing did */
  async function secondsToAlarm(
    emergency: Emergency,
    aheadSeconds: number,
    { isLost = false } = {},
  ): Promise<number | undefined> {
    const script: ScriptInput = [emergencies[emergency]];
    const right = new Lead({ device: 'd-1', lead: 'II', script });
    const ahead = new Lead({ device: 'd-2', lead: 'V2', script: isLost ? [...script, lost] : script });
    const chain = new ClockChain(models.models);
    for (let second = 1; second <= onset + 15; second += 1) {
      const trueUs = logStartUs + second * 1e6;
      await chain.push(
        right.packet(trueUs, (us) => us),
        trueUs,
      );
      await chain.push(
        ahead.packet(trueUs, (us) => us + aheadSeconds * 1e6),
        trueUs,
      );
    }
    const onsetUs = logStartUs + onset * 1e6;
    const raised = chain.raised.find(
      ({ event, arrivalUs }) => event.kind === emergency && event.state === 'active' && arrivalUs > onsetUs,
    );
    return raised && (raised.arrivalUs - onsetUs) / 1e6;
  }

  it.each(Object.keys(emergencies) as Emergency[])('has his %s told as soon', async (emergency) => {
    const usual = (await secondsToAlarm(emergency, 0)) ?? Infinity;
    expect(usual).toBeLessThan(7);
    for (const aheadSeconds of [3, 10, -40]) {
      expect(await secondsToAlarm(emergency, aheadSeconds)).toBeLessThanOrEqual(usual + 1);
    }
  });

  it.each(Object.keys(emergencies) as Emergency[])(
    'has his %s told where the one that is ahead has lost its electrode',
    async (emergency) => {
      const usual = (await secondsToAlarm(emergency, 0, { isLost: true })) ?? Infinity;
      expect(usual).toBeLessThan(7);
      for (const aheadSeconds of [3, 10, 40]) {
        const seconds = await secondsToAlarm(emergency, aheadSeconds, { isLost: true });
        expect(seconds).toBeLessThanOrEqual(usual + 1);
      }
    },
  );
});
