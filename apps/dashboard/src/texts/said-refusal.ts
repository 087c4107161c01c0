import { pageTexts } from './page-texts.ts';
import type { Refused } from './refused.ts';

/** Why something was not done, in the language of the page; as it came where the language's sentences cannot be loaded. */
export async function saidBy(who: 'server' | 'gateway', refused: Refused): Promise<string> {
  try {
    const { byServer, byGateway } = await pageTexts().shell.errors.refusals();
    return who === 'server' ? byServer(refused) : byGateway(refused);
  } catch {
    return refused.message;
  }
}
