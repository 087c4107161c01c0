import { isEscalation, type AlarmEvent, type AlarmId } from '@beatwatch/contracts';
import { z } from 'zod';
import type { AlarmDetailResponse } from '../../../../server/responses.ts';
import { repositories } from '../../../../server/database.ts';
import { RequestError } from '../../../../server/request-error.ts';
import { parseRequest, respond } from '../../../../server/respond.ts';
import { stripResponse } from '../../../../server/strip-response.ts';

const query = z.object({
  alarmId: z
    .string('the id of an alarm')
    .min(1)
    .max(160)
    .transform((text) => text as AlarmId),
});
const beforeUs = 2e6;
const afterUs = 8e6;
/** However far an alarm's evidence reaches back: about 2,400 px of paper. */
const longestUs = 24e6;

/** `?alarmId=`: the strip where the alarm was last raised, its changes and labels. */
export function GET(request: Request): Promise<Response> {
  return respond(async (): Promise<AlarmDetailResponse> => {
    const { alarmId } = parseRequest(query, Object.fromEntries(new URL(request.url).searchParams));
    const { alarms, waveforms, scores } = repositories();
    const [alarm, history, labels, stored] = await Promise.all([
      alarms.find(alarmId),
      alarms.history(alarmId),
      alarms.labels(alarmId),
      alarms.strip(alarmId),
    ]);
    const { patientId, evidence, timeUs } = history.findLast(isRaised) ?? alarm ?? missing();
    const toUs = Math.round(evidence.toUs + afterUs);
    const range = { fromUs: Math.round(Math.max(evidence.fromUs - beforeUs, toUs - longestUs)), toUs };
    const inRange = stored.filter(({ firstSampleTimeUs: us }) => us > range.fromUs - 1e6 && us < range.toUs);
    const [chunks, beats] = await Promise.all([
      // Right after the alarm its strip has not been copied yet.
      inRange.length > 0 ? inRange : waveforms.read({ patientId, ...range }),
      scores.recent({ patientId, ...range }, 1000),
    ]);
    return { range, raisedUs: timeUs, strip: stripResponse(chunks, beats), history, labels };
  });
}

/** By the signal; an event with an actor carries no evidence. */
const isRaised = (event: AlarmEvent, index: number, history: readonly AlarmEvent[]): boolean =>
  event.actor === undefined &&
  (event.state === 'active' || event.state === 'acknowledged') &&
  !isEscalation(event, history[index - 1]);

function missing(): never {
  throw new RequestError(404, 'not-found', 'This alarm is not stored.');
}
