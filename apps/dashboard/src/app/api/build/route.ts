import { liveSettings } from '../../../server/live-settings.ts';
import { respond } from '../../../server/respond.ts';
import type { BuildResponse } from '../../../server/responses.ts';

/** Which build serves the pages now: an open page compares it with its own. */
export function GET(): Promise<Response> {
  return respond((): Promise<BuildResponse> => Promise.resolve({ buildId: liveSettings().buildId }));
}
