import { guarded } from '../../../server/guarded.ts';
import { liveSettings } from '../../../server/live-settings.ts';
import type { BuildResponse } from '../../../server/responses.ts';

/** Which build serves the pages now: an open page compares it with its own. */
export const GET = guarded('signed-in', (): BuildResponse => ({ buildId: liveSettings().buildId }));
