import { isEscalation, type AlarmEvent, type AlarmId } from '@beatwatch/contracts';
import { z } from 'zod';
import type { AlarmDetailResponse } from '../../../../server/responses.ts';
import { repositories } from '../../../../server/database.ts';
import { evidenceRange } from '../../../../server/evidence-range.ts';
import { RequestError } from '../../../../server/request-error.ts';
import { guarded } from '../../../../server/guarded.ts';
import { mustSeePatient } from '../../../../server/patient-access.ts';
import { parseRequest } from '../../../../server/respond.ts';
import { stripResponse } from '../../../../server/strip-response.ts';

const query = z.object({
  alarmId: z
    .string('the id of an alarm')
    .min(1)
    .max(160)
    .transform((text) => text as AlarmId),
});

/** `?alarmId=`: the strip where the alarm was last raised, its changes and labels. */
export const GET = guarded('see', async ({ session, parameters }): Promise<AlarmDetailResponse> => {
  const { alarmId } = parseRequest(query, parameters);
  const { alarms, waveforms, scores } = repositories();
  const [alarm, history, labels, stored] = await Promise.all([
    alarms.find(alarmId),
    alarms.history(alarmId),
    alarms.labels(alarmId),
    alarms.strip(alarmId),
  ]);
  const raised = history.findLast(isRaised) ?? alarm ?? missing();
  const { patientId, timeUs } = raised;
  await mustSeePatient(session, patientId);
  const range = evidenceRange(raised, history);
  const kept = stored.filter(({ firstSampleTimeUs: us }) => us > range.fromUs - 1e6 && us < range.toUs);
  const [read, beats] = await Promise.all([
    waveforms.read({ patientId, ...range }),
    scores.recent({ patientId, ...range }, 1000),
  ]);
  // A strip is kept around the beginning and the end of an event; the signal, while it is stored, has the whole of it.
  const chunks = read.length >= kept.length ? read : kept;
  return { range, raisedUs: timeUs, strip: stripResponse(chunks, beats), history, labels };
});

/** By the signal; an event with an actor carries no evidence. */
const isRaised = (event: AlarmEvent, index: number, history: readonly AlarmEvent[]): boolean =>
  event.actor === undefined &&
  (event.state === 'active' || event.state === 'acknowledged') &&
  !isEscalation(event, history[index - 1]);

function missing(): never {
  throw new RequestError(404, 'not-found', 'This alarm is not stored.');
}
