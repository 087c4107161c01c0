import { z } from 'zod';
import { open } from '../../../server/guarded.ts';
import { parseBody } from '../../../server/parse-body.ts';
import { signIn } from '../../../server/sign-in/sign-in.ts';

const body = z.object({
  email: z.string().trim().min(1, 'an e-mail address').max(254, 'an e-mail address'),
  password: z.string().min(1, 'a password').max(200, 'a password'),
});

/** `{"email": "...", "password": "..."}`: sets the cookie of a session. */
export const POST = open(async ({ request }) => signIn(request, await parseBody(body, request)));
