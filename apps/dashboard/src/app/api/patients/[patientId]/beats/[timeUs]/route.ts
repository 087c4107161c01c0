import type { StoredScore } from '@beatwatch/timescale';
import { z } from 'zod';
import type { BeatResponse } from '../../../../../../server/responses.ts';
import { repositories } from '../../../../../../server/database.ts';
import { leadField, patientIdField, timeUsField } from '../../../../../../server/fields.ts';
import { guarded } from '../../../../../../server/guarded.ts';
import { RequestError } from '../../../../../../server/request-error.ts';
import { parseRequest } from '../../../../../../server/respond.ts';

const fields = z.object({ patientId: patientIdField, timeUs: timeUsField, lead: leadField });

/**
 * One beat, by the time of its R peak and `?lead=`, with what the model made of it; that of another lead where this one
 * shows none then.
 */
export const GET = guarded('see', async ({ parameters }): Promise<BeatResponse> => {
  const { patientId, timeUs, lead: wanted } = parseRequest(fields, parameters);
  const { beats, scores } = repositories();
  const beat = await beats.find(patientId, timeUs, wanted);
  if (beat === undefined) throw new RequestError({ code: 'no-such-beat' });
  const { rrIntervalMs, lead, preprocessing, samples } = beat;
  const score = await scores.find(patientId, timeUs, lead);
  return {
    timeUs,
    rrIntervalMs,
    lead,
    preprocessing,
    ...(samples && { samples: [...samples] }),
    ...(score === undefined ? {} : { score: scoreResponse(score) }),
  };
});

function scoreResponse(score: StoredScore): NonNullable<BeatResponse['score']> {
  const { modelVersion, anomalyScore, threshold, anomalous, ventricular, late, reconstruction } = score;
  const { beatClass, classProbabilities } = score;
  return {
    modelVersion,
    anomalyScore,
    anomalous,
    ventricular,
    ...(beatClass && { beatClass }),
    ...(classProbabilities && { classProbabilities }),
    ...(late && { late }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(reconstruction === undefined ? {} : { reconstruction: [...reconstruction] }),
  };
}
