import type { Problem } from '@beatwatch/service-kit';
import { pageTexts } from '../texts/page-texts.ts';
import type { Refused } from '../texts/refused.ts';

/** Why the server did not do what was asked, in the language of the page. @param body of its response, which may be of something else */
export function refusalOf(body: Partial<Problem>, status: number): string {
  const { errors } = pageTexts().shell;
  const {
    detail,
    code,
    values,
    errors: fields,
  } = body as Partial<Problem> & Pick<Refused, 'values' | 'code'>;
  return detail === undefined
    ? errors.status(status)
    : errors.refusedByServer({ message: detail, code, values, errors: fields });
}
