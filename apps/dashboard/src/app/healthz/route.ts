import { alive } from '@beatwatch/service-kit';

export const dynamic = 'force-dynamic';

/** The process responds. */
export const GET = (): Response => Response.json(alive);
