import { repositoriesOn } from '../../../packages/timescale/src/database.ts';
import { asTimescaleError } from '../../../packages/timescale/src/errors.ts';
import type { Query } from '../../../packages/timescale/src/query.ts';

const textOid = 25;

/** Whether a parameter is text, or an array of texts in PostgreSQL's binary format, with a NUL in it. */
function hasNul(parameter: unknown): boolean {
  if (typeof parameter === 'string') return parameter.includes('\0');
  if (!Buffer.isBuffer(parameter) || parameter.length < 20 || parameter.readInt32BE(8) !== textOid) {
    return false;
  }
  for (let offset = 20; offset < parameter.length;) {
    const length = parameter.readInt32BE(offset);
    offset += 4;
    if (length < 0) continue;
    if (parameter.subarray(offset, offset + length).includes(0)) return true;
    offset += length;
  }
  return false;
}

const emptyServer: Query = (doing, _text, parameters = []) => {
  if (!parameters.some(hasNul)) return Promise.resolve([]);
  const cause = Object.assign(new Error('invalid byte sequence for encoding "UTF8": 0x00'), {
    code: '22021',
  });
  return Promise.reject(asTimescaleError(doing, cause));
};

/** The real repositories before an empty server that refuses what PostgreSQL refuses, and stores nothing. */
export const realStatements = repositoriesOn(emptyServer);
