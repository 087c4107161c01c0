import { z } from 'zod';
import { textField } from '../../../server/fields.ts';
import { open } from '../../../server/guarded.ts';
import { parseBody } from '../../../server/parse-body.ts';
import { signIn } from '../../../server/sign-in/sign-in.ts';

const body = z.object({
  email: z
    .string()
    .trim()
    .pipe(textField(254, { code: 'e-mail' })),
  password: textField(200, { code: 'password' }),
});

/** `{"email": "...", "password": "..."}`: sets the cookie of a session. */
export const POST = open(async ({ request }) => signIn(request, await parseBody(body, request)));
