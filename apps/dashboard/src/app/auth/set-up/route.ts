import { z } from 'zod';
import { expects } from '../../../server/expectations.ts';
import { open } from '../../../server/guarded.ts';
import { parseBody } from '../../../server/parse-body.ts';
import { newPasswordField } from '../../../server/sign-in/password-field.ts';
import { setUp } from '../../../server/sign-in/set-up.ts';

const body = z.object({
  token: z
    .string()
    .min(1, expects({ code: 'set-up-link' }))
    .max(100, expects({ code: 'set-up-link' })),
  password: newPasswordField,
});

/** `{"token": "...", "password": "..."}`, with the token of a set-up link: sets the password and signs in. */
export const POST = open(async ({ request }) => setUp(request, await parseBody(body, request)));
