import type { AlarmEvidence } from '@beatwatch/contracts';
import type { Finding } from './conditions/condition.ts';

/** The strip begins so long before the decision, or with the first beat that counts. */
const stripBeforeUs = 8_000_000;

/** @param timeUs of the decision, where the strip ends */
export function evidenceOf(finding: Finding, timeUs: number, lead: string | undefined): AlarmEvidence {
  const { beats = [], byLoss, measure } = finding;
  const threshold = byLoss ? beats.at(-1)?.threshold : undefined;
  return {
    beatTimesUs: beats.map((beat) => beat.timeUs),
    losses: beats.map(({ loss }) => loss),
    ...(threshold === undefined ? {} : { threshold }),
    fromUs: Math.min(timeUs - stripBeforeUs, beats[0]?.timeUs ?? timeUs),
    toUs: timeUs,
    ...(lead === undefined ? {} : { lead }),
    ...(measure === undefined ? {} : { measure }),
  };
}
