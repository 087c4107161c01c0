import { alive } from '@beatwatch/service-kit';
import { open } from '../../server/guarded.ts';

export const dynamic = 'force-dynamic';

/** The process responds. */
export const GET = open(() => Response.json(alive));
