import { z } from 'zod';
import { expects } from '../../../server/expectations.ts';
import { open } from '../../../server/guarded.ts';
import { parseBody } from '../../../server/parse-body.ts';
import { signIn } from '../../../server/sign-in/sign-in.ts';

const body = z.object({
  email: z
    .string()
    .trim()
    .min(1, expects({ code: 'e-mail' }))
    .max(254, expects({ code: 'e-mail' })),
  password: z
    .string()
    .min(1, expects({ code: 'password' }))
    .max(200, expects({ code: 'password' })),
});

/** `{"email": "...", "password": "..."}`: sets the cookie of a session. */
export const POST = open(async ({ request }) => signIn(request, await parseBody(body, request)));
