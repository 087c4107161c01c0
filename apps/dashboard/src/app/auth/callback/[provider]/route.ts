import { open } from '../../../../server/guarded.ts';
import { endSingleSignOn } from '../../../../server/sign-in/single-sign-on-flow.ts';

/** Where the provider sends the browser back to. */
export const GET = open(({ request }) => endSingleSignOn(request));
