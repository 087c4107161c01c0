import { refusalMessage } from '@beatwatch/contracts';
import { RequestError, type RefusedField } from './request-error.ts';

/** 400, with each field and its rule. */
export const invalidFields = (errors: readonly RefusedField[]): RequestError =>
  new RequestError({ code: 'invalid-fields', problems: errors.map(refusalMessage).join('; ') }, { errors });
