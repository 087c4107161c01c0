import { z } from 'zod';
import { textField } from '../../../server/fields.ts';
import { open } from '../../../server/guarded.ts';
import { parseBody } from '../../../server/parse-body.ts';
import { newPasswordField } from '../../../server/sign-in/password-field.ts';
import { setUp } from '../../../server/sign-in/set-up.ts';

const body = z.object({
  token: textField(100, { code: 'set-up-link' }),
  password: newPasswordField,
});

/** `{"token": "...", "password": "..."}`, with the token of a set-up link: sets the password and signs in. */
export const POST = open(async ({ request }) => setUp(request, await parseBody(body, request)));
