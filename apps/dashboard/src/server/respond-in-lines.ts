import { problemOf } from './respond.ts';

export interface LongWork {
  /** Aborted where nobody waits for the result any more. */
  readonly signal: AbortSignal;
  /** @param share of the work that is done, 0 to 1 */
  readonly onProgress: (share: number) => void;
}

/** Time between two lines of progress. */
const everyMs = 100;

/** Lines of JSON: `{ share }` while the work goes on, then `{ result }`, or `{ problem }` (RFC 9457) where it throws. */
export function respondInLines(
  request: AbortSignal,
  work: (options: LongWork) => Promise<unknown>,
): Response {
  const left = new AbortController();
  const signal = AbortSignal.any([request, left.signal]);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const say = (line: object): void => {
        if (!signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      };
      let saidMs = 0;
      const onProgress = (share: number): void => {
        if (performance.now() - saidMs < everyMs) return;
        saidMs = performance.now();
        say({ share });
      };
      try {
        say({ result: await work({ signal, onProgress }) });
      } catch (error) {
        if (!signal.aborted) say({ problem: problemOf(error) });
      }
      if (!signal.aborted) controller.close();
    },
    cancel() {
      left.abort();
    },
  });
  return new Response(body, {
    headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' },
  });
}
