import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demoSession, SessionTokens } from '@beatwatch/service-kit/session';

/**
 * A token for the gateway of the stack on this data folder, as its pages get one; good for a minute.
 * @param userName recorded with acknowledgements, labels and thresholds
 */
export async function liveToken(dataDir: string, userName?: string): Promise<string> {
  const tokens = new SessionTokens((await readFile(join(dataDir, 'secret'), 'utf8')).trim());
  return tokens.forSocket({ ...demoSession(), ...(userName !== undefined && { userName }) });
}
