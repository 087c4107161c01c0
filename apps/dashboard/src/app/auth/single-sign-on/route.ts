import { open } from '../../../server/guarded.ts';
import { startSingleSignOn } from '../../../server/sign-in/single-sign-on-flow.ts';

/** Sends the browser to the provider; `?next=` is the page that it wants. */
export const GET = open(({ request, parameters }) => startSingleSignOn(request, parameters['next']));
