import { readFile } from 'node:fs/promises';
import { describeError } from '@beatwatch/service-kit';
import { NotifierError } from '../errors.ts';
import { receiversFileSchema, type Receiver } from './receiver.ts';

/**
 * Reads the receivers of a JSON file.
 * @throws NotifierError `receivers` naming every wrong field and its rule, never its value: it may be a secret
 */
export async function readReceivers(file: string): Promise<readonly Receiver[]> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    // A syntax error quotes the text.
    const reason = cause instanceof SyntaxError ? 'not JSON' : describeError(cause);
    throw new NotifierError(`receivers file ${file}: ${reason}`, { code: 'receivers' });
  }
  return receiversOf(content, file);
}

/** @throws NotifierError `receivers` */
export function receiversOf(content: unknown, file: string): readonly Receiver[] {
  const { success, data, error } = receiversFileSchema.safeParse(content);
  if (success) return data.receivers;
  const faults = error.issues.map(({ path, message, code }) => {
    const rule =
      code === 'invalid_type' || code === 'custom' ? message : message.replace(/, received .*/, '');
    return `${path.join('.') || 'file'}: ${rule}`;
  });
  throw new NotifierError(`receivers file ${file}: ${faults.join('; ')}`, { code: 'receivers' });
}
