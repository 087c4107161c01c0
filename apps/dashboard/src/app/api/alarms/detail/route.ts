import type { AlarmEvent, AlarmId } from '@beatwatch/contracts';
import { z } from 'zod';
import type { AlarmDetailAnswer } from '../../../../server/answers.ts';
import { repositories } from '../../../../server/database.ts';
import { RequestError } from '../../../../server/request-error.ts';
import { parseRequest, respond } from '../../../../server/respond.ts';
import { stripAnswer } from '../../../../server/strip-answer.ts';

const query = z.object({
  alarmId: z
    .string('expected the id of an alarm')
    .min(1)
    .max(160)
    .transform((text) => text as AlarmId),
});
const beforeUs = 2e6;
const afterUs = 8e6;
/** However long an alarm's evidence reaches back: some 2,400 px of paper. */
const longestUs = 24e6;

/** `?alarmId=`: the strip where the alarm was last raised, every change of it and what people said of it. */
export function GET(request: Request): Promise<Response> {
  return respond(async (): Promise<AlarmDetailAnswer> => {
    const { alarmId } = parseRequest(query, Object.fromEntries(new URL(request.url).searchParams));
    const { alarms, waveforms, scores } = repositories();
    const [alarm, history, labels, kept] = await Promise.all([
      alarms.find(alarmId),
      alarms.history(alarmId),
      alarms.labels(alarmId),
      alarms.strip(alarmId),
    ]);
    const { patientId, evidence, timeUs } = history.findLast(isRaised) ?? alarm ?? missing();
    const toUs = Math.round(evidence.toUs + afterUs);
    const range = { fromUs: Math.round(Math.max(evidence.fromUs - beforeUs, toUs - longestUs)), toUs };
    const inRange = kept.filter(({ firstSampleTimeUs: us }) => us > range.fromUs - 1e6 && us < range.toUs);
    const [chunks, beats] = await Promise.all([
      // Right after the alarm its strip is not yet copied.
      inRange.length > 0 ? inRange : waveforms.read({ patientId, ...range }),
      scores.recent({ patientId, ...range }, 1000),
    ]);
    return { range, raisedUs: timeUs, strip: stripAnswer(chunks, beats), history, labels };
  });
}

/** By what was measured; a person's act brings no evidence. */
const isRaised = ({ state, actor }: AlarmEvent): boolean =>
  actor === undefined && (state === 'active' || state === 'acknowledged');

function missing(): never {
  throw new RequestError(404, 'not-found', 'This alarm is not stored.');
}
