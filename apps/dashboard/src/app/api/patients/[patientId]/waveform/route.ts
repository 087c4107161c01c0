import type { WaveformResponse } from '../../../../../server/responses.ts';
import { repositories } from '../../../../../server/database.ts';
import { rangeFields } from '../../../../../server/fields.ts';
import { guarded } from '../../../../../server/guarded.ts';
import { parseRequest } from '../../../../../server/respond.ts';
import { stripResponse } from '../../../../../server/strip-response.ts';

/** Two minutes: some 30,000 samples of one lead. */
const fields = rangeFields(2);

/** The recorded waveform of a range and the beats scored in it. */
export const GET = guarded('see', async ({ parameters }): Promise<WaveformResponse> => {
  const range = parseRequest(fields, parameters);
  const { waveforms, scores } = repositories();
  const [chunks, beats] = await Promise.all([waveforms.read(range), scores.recent(range, 1000)]);
  return stripResponse(chunks, beats);
});
