import type { WaveformResponse } from '../../../../../server/responses.ts';
import { repositories } from '../../../../../server/database.ts';
import { rangeFields } from '../../../../../server/fields.ts';
import { parseRequest, respond } from '../../../../../server/respond.ts';
import { parametersOf, type PatientRoute } from '../../../../../server/route.ts';
import { stripResponse } from '../../../../../server/strip-response.ts';

/** Two minutes: some 30,000 samples of one lead. */
const fields = rangeFields(2);

/** The recorded waveform of a range and the beats scored in it. */
export function GET(request: Request, route: PatientRoute): Promise<Response> {
  return respond(async (): Promise<WaveformResponse> => {
    const range = parseRequest(fields, await parametersOf(request, route));
    const { waveforms, scores } = repositories();
    const [chunks, beats] = await Promise.all([waveforms.read(range), scores.recent(range, 1000)]);
    return stripResponse(chunks, beats);
  });
}
