import { problemMediaType, readiness } from '@beatwatch/service-kit';
import { databaseResponds } from '../../server/database.ts';
import { patientsAreJudged } from '../../server/gateway-readiness.ts';
import { open } from '../../server/guarded.ts';

export const dynamic = 'force-dynamic';

/** The database responds, so that the pages have something to show, and the gateway says that patients are being judged. */
export const GET = open(async () => {
  const state = await readiness({ database: databaseResponds, judging: patientsAreJudged });
  if (state.ready) return Response.json(state);
  return Response.json(state, { status: 503, headers: { 'content-type': problemMediaType } });
});
