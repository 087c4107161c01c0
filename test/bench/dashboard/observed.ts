import type { CDPSession, Page } from 'playwright-core';
import { drawnDuring, type Drawn } from './drawn-during.ts';

export interface Figures extends Drawn {
  /** From the gateway, as it comes over the socket. */
  readonly bytesPerSecond: number;
  /** Compressed, of the first load. */
  readonly scriptBytes: number;
  /** Age of the newest sample drawn: the playout delay of some 600 ms is in it. */
  readonly sampleToScreenMs: { readonly median: number; readonly p95: number };
}

/** Counts frames and the age of samples from within the page. */
const counting = `
  window.counted = { frames: 0, agesMs: [] };
  const frame = () => { window.counted.frames += 1; requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
  new MutationObserver((changes) => {
    for (const { target } of changes)
      window.counted.agesMs.push(Date.now() - Number(target.dataset.lastSampleUs) / 1000);
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-last-sample-us'] });
`;

/** A page whose drawing is measured. */
export class Observed {
  readonly #page: Page;
  readonly #session: CDPSession;
  #bytes = 0;

  private constructor(page: Page, session: CDPSession) {
    this.#page = page;
    this.#session = session;
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => (this.#bytes += payload.length));
    });
  }

  static async open(page: Page, url: string): Promise<Observed> {
    const session = await page.context().newCDPSession(page);
    const observed = new Observed(page, session);
    await page.addInitScript({ content: counting });
    await page.goto(url);
    return observed;
  }

  async during(ms: number): Promise<Figures> {
    await this.#takeAgesMs();
    const bytesBefore = this.#bytes;
    const { seconds, ...drawn } = await drawnDuring(this.#page, this.#session, ms);
    const bytesPerSecond = (this.#bytes - bytesBefore) / seconds;
    const agesMs = (await this.#takeAgesMs()).sort((a, b) => a - b);
    const quantile = (share: number): number => agesMs[Math.floor(share * (agesMs.length - 1))] ?? Number.NaN;
    return {
      ...drawn,
      bytesPerSecond,
      scriptBytes: await this.#scriptBytes(),
      sampleToScreenMs: { median: quantile(0.5), p95: quantile(0.95) },
    };
  }

  /** Of the page's JavaScript, megabytes, once garbage is collected. */
  async heapMb(): Promise<number> {
    // Else what is noted here grows in it, by a number for each strip and frame.
    await this.#takeAgesMs();
    await this.#session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.#session.send('Runtime.getHeapUsage');
    return usedSize / 1e6;
  }

  /** Ages since the last call. */
  #takeAgesMs(): Promise<number[]> {
    return this.#page.evaluate<number[]>('window.counted.agesMs.splice(0)');
  }

  #scriptBytes(): Promise<number> {
    return this.#page.evaluate<number>(
      `performance.getEntriesByType('resource').filter(({ name }) => new URL(name).pathname.endsWith('.js'))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
    );
  }
}
