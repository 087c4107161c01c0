import { alarmEpisodes, labelsOfEpisode, type AlarmEvent, type AlarmId } from '@beatwatch/contracts';
import { z } from 'zod';
import type { AlarmDetailResponse } from '../../../../server/responses.ts';
import { repositories } from '../../../../server/database.ts';
import { evidenceRange } from '../../../../server/evidence-range.ts';
import { expects } from '../../../../server/expectations.ts';
import { RequestError } from '../../../../server/request-error.ts';
import { guarded } from '../../../../server/guarded.ts';
import { mustSeePatient } from '../../../../server/patient-access.ts';
import { parseRequest } from '../../../../server/respond.ts';
import { stripResponse } from '../../../../server/strip-response.ts';

const query = z.object({
  alarmId: z
    .string(expects({ code: 'alarm-id' }))
    .min(1)
    .max(160)
    .transform((text) => text as AlarmId),
  episode: z.coerce.number().int().min(1).optional(),
});

/** `?alarmId=`: the strip of the alarm's newest episode, or of `?episode=`, all its episodes, changes and labels. */
export const GET = guarded('see', async ({ session, parameters }): Promise<AlarmDetailResponse> => {
  const { alarmId, episode: wanted } = parseRequest(query, parameters);
  const { alarms, waveforms, scores } = repositories();
  const [alarm, history, labels] = await Promise.all([
    alarms.find(alarmId),
    alarms.history(alarmId),
    alarms.labels(alarmId),
  ]);
  const { patientId } = history[0] ?? alarm ?? missing('no-such-alarm');
  await mustSeePatient(session, patientId);
  const episodes = alarmEpisodes(history);
  const number = wanted ?? episodes.at(-1)?.number;
  const raised =
    history.find((change) => change.changeNumber === number && isBySignal(change)) ??
    missing('no-such-episode');
  const range = evidenceRange(raised, history);
  const [kept, read, beats] = await Promise.all([
    alarms.strip(alarmId, range),
    waveforms.read({ patientId, ...range }),
    scores.recent({ patientId, ...range }, 1000),
  ]);
  // A strip is kept around the beginning and the end of an event; the signal, while it is stored, has the whole of it.
  const chunks = read.length >= kept.length ? read : kept;
  return {
    episode: raised.changeNumber,
    episodes: episodes.map((episode) => {
      const said = labelsOfEpisode(labels, episodes, episode).at(-1);
      return { ...episode, ...(said && { label: said.label, labelledBy: said.actor }) };
    }),
    range,
    raisedUs: raised.timeUs,
    strip: stripResponse(chunks, beats),
    history,
    labels,
  };
});

const isBySignal = ({ actor }: AlarmEvent): boolean => actor === undefined;

function missing(code: 'no-such-alarm' | 'no-such-episode'): never {
  throw new RequestError({ code });
}
