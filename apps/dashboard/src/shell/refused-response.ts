import type { Problem } from '@beatwatch/service-kit';
import { saidBy } from '../texts/said-refusal.ts';
import { pageTexts } from '../texts/page-texts.ts';
import type { Refused } from '../texts/refused.ts';

/** Why the server did not do what was asked, in the language of the page. @param body of its response, which may be of something else */
export async function refusalOf(body: Partial<Problem>, status: number): Promise<string> {
  const {
    detail: message,
    code,
    values,
    errors,
  } = body as Partial<Problem> & Pick<Refused, 'values' | 'code'>;
  return message === undefined
    ? pageTexts().shell.errors.status(status)
    : saidBy('server', { message, code, values, errors });
}
