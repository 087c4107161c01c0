import type { AlarmEvidence } from '@beatwatch/contracts';
import type { Finding } from './conditions/condition.ts';

/** Signal before the decision that belongs to the strip; more where the beats that count begin earlier. */
const stripBeforeUs = 8_000_000;

/** @param timeUs time of the decision, where the strip ends */
export function evidenceOf(finding: Finding, timeUs: number, lead: string | undefined): AlarmEvidence {
  const { beats = [], byAnomalyScore, measure } = finding;
  const threshold = byAnomalyScore ? beats.at(-1)?.threshold : undefined;
  return {
    beatTimesUs: beats.map((beat) => beat.timeUs),
    anomalyScores: beats.map(({ anomalyScore }) => anomalyScore),
    ...(threshold === undefined ? {} : { threshold }),
    fromUs: Math.min(timeUs - stripBeforeUs, beats[0]?.timeUs ?? timeUs),
    toUs: timeUs,
    ...(lead === undefined ? {} : { lead }),
    ...(measure === undefined ? {} : { measure }),
  };
}
