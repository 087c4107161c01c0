import type { Problem } from '@beatwatch/service-kit';
import { pageTexts } from '../texts/page-texts.ts';
import { fetchResponse } from './fetch-json.ts';
import { refusalOf } from './refused-response.ts';

interface Following {
  readonly signal: AbortSignal;
  /** @param share of the work that is done, 0 to 1 */
  readonly onProgress: (share: number) => void;
}

interface Line<Result> {
  readonly share?: number;
  readonly result?: Result;
  readonly problem?: Problem;
}

/**
 * Follows work of which the server tells how far it is, in lines of JSON, to its result.
 * @throws Error with a message for the user, in the language of the page
 */
export async function fetchWithProgress<Result>(
  path: string,
  { signal, onProgress }: Following,
): Promise<Result> {
  const { body } = await fetchResponse(path, { signal });
  let waiting = '';
  if (body !== null) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const lines = `${waiting}${part.value}`.split('\n');
      waiting = lines.pop() ?? '';
      for (const text of lines) {
        const line = JSON.parse(text) as Line<Result>;
        if (line.problem !== undefined) throw new Error(await refusalOf(line.problem, line.problem.status));
        if (line.result !== undefined) return line.result;
        if (line.share !== undefined) onProgress(line.share);
      }
    }
  }
  throw new Error(pageTexts().shell.errors.cutShort);
}
