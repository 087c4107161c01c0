import { z } from 'zod';
import { open } from '../../../server/guarded.ts';
import { parseBody } from '../../../server/parse-body.ts';
import { newPasswordField } from '../../../server/sign-in/password-field.ts';
import { setUp } from '../../../server/sign-in/set-up.ts';

const body = z.object({
  token: z.string().min(1, 'the link').max(100, 'the link'),
  password: newPasswordField,
});

/** `{"token": "...", "password": "..."}`, with the token of a set-up link: sets the password and signs in. */
export const POST = open(async ({ request }) => setUp(request, await parseBody(body, request)));
