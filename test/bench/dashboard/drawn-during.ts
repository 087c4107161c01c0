import type { CDPSession, Page } from 'playwright-core';

export interface Drawn {
  readonly framesPerSecond: number;
  /** Of the time, 0 to 1: all tasks of the page's main thread. */
  readonly mainThreadShare: number;
}

/** @param page counts its frames in `window.counted.frames` */
export async function drawnDuring(
  page: Page,
  session: CDPSession,
  ms: number,
): Promise<Drawn & { readonly seconds: number }> {
  await session.send('Performance.enable');
  const counts = async (): Promise<{ readonly frames: number; readonly taskSeconds: number }> => {
    const { metrics } = await session.send('Performance.getMetrics');
    const taskSeconds = metrics.find(({ name }) => name === 'TaskDuration')?.value;
    if (taskSeconds === undefined) throw new Error('the browser measures no TaskDuration');
    return { frames: await page.evaluate<number>('window.counted.frames'), taskSeconds };
  };
  const from = await counts();
  const startedMs = performance.now();
  await page.waitForTimeout(ms);
  const to = await counts();
  const seconds = (performance.now() - startedMs) / 1000;
  return {
    framesPerSecond: (to.frames - from.frames) / seconds,
    mainThreadShare: (to.taskSeconds - from.taskSeconds) / seconds,
    seconds,
  };
}
