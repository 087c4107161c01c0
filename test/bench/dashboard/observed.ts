import type { CDPSession, Page } from 'playwright-core';

export interface Figures {
  readonly framesPerSecond: number;
  /** Of the time, 0 to 1: all tasks of the page's main thread. */
  readonly mainThreadShare: number;
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
    await session.send('Performance.enable');
    const observed = new Observed(page, session);
    await page.addInitScript({ content: counting });
    await page.goto(url);
    return observed;
  }

  async during(ms: number): Promise<Figures> {
    const from = { ...(await this.#counts()), startedMs: performance.now() };
    await this.#page.waitForTimeout(ms);
    const to = await this.#counts();
    const seconds = (performance.now() - from.startedMs) / 1000;
    const agesMs = to.agesMs.slice(from.agesMs.length).sort((a, b) => a - b);
    const quantile = (share: number): number => agesMs[Math.floor(share * (agesMs.length - 1))] ?? Number.NaN;
    return {
      framesPerSecond: (to.frames - from.frames) / seconds,
      mainThreadShare: (to.taskSeconds - from.taskSeconds) / seconds,
      bytesPerSecond: (to.bytes - from.bytes) / seconds,
      scriptBytes: await this.#scriptBytes(),
      sampleToScreenMs: { median: quantile(0.5), p95: quantile(0.95) },
    };
  }

  /** Of the page's JavaScript, megabytes, once garbage is collected. */
  async heapMb(): Promise<number> {
    await this.#session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.#session.send('Runtime.getHeapUsage');
    return usedSize / 1e6;
  }

  async #counts(): Promise<{
    readonly frames: number;
    readonly agesMs: readonly number[];
    readonly bytes: number;
    readonly taskSeconds: number;
  }> {
    const counted = await this.#page.evaluate<{ frames: number; agesMs: number[] }>('window.counted');
    const { metrics } = await this.#session.send('Performance.getMetrics');
    const taskSeconds = metrics.find(({ name }) => name === 'TaskDuration')?.value;
    if (taskSeconds === undefined) throw new Error('the browser measures no TaskDuration');
    return { ...counted, bytes: this.#bytes, taskSeconds };
  }

  #scriptBytes(): Promise<number> {
    return this.#page.evaluate<number>(
      `performance.getEntriesByType('resource').filter(({ name }) => new URL(name).pathname.endsWith('.js'))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
    );
  }
}
