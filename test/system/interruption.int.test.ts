import process from 'node:process';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { browserMissing, openBrowser } from '../stack/browser.ts';
import { RunningStack, temporaryDataDir } from '../stack/running-stack.ts';

/** Fundamental of the first pulse of the tone of an interruption. */
const interruptionHz = 392;
const eventually = (fact: () => Promise<void>): Promise<void> =>
  vi.waitFor(fact, { timeout: 60_000, interval: 200 });
/** Keeps who is said to send nothing: not one of the patients is to blame for a gateway that stands still. */
const countBlamed = `
  window.blamed = [];
  new MutationObserver((changes) => {
    for (const { target } of changes)
      if (target.dataset.state === 'no-data' && target.dataset.kind === undefined) window.blamed.push(target.dataset.patient);
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-state'] });`;
const band = (kind: 'stopped' | 'resumed'): string => `[data-testid="monitoring-band"][data-kind="${kind}"]`;

/** Whatever stops the judging of patients is on every screen within 10 s, and nothing old looks current. */
describe.skipIf(browserMissing)('an interruption of the monitoring', () => {
  let dataDir: Awaited<ReturnType<typeof temporaryDataDir>>;
  let stack: RunningStack;
  let browser: Browser;
  let context: BrowserContext;
  let station: Page;
  let patientPage: Page;

  beforeAll(async () => {
    dataDir = await temporaryDataDir({ isMigrated: true });
    stack = await RunningStack.start(dataDir.path, [], { withinMs: 200_000 });
    browser = await openBrowser();
    context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
    // Which tones were played: a headless browser has no loudspeaker.
    await context.addInitScript({
      content: `
        window.tones = [];
        const start = OscillatorNode.prototype.start;
        OscillatorNode.prototype.start = function (when) {
          window.tones.push(Math.round(this.frequency.value));
          start.call(this, when);
        };`,
    });
    station = await context.newPage();
    patientPage = await context.newPage();
    await station.goto(stack.info.url);
    await patientPage.goto(`${stack.info.url}/patients/demo-02`);
    await untilJudged(station);
  });

  afterAll(async () => {
    await browser.close();
    await stack.interrupt();
    await dataDir.remove();
  });

  const heartRates = (page: Page): Promise<string[]> =>
    page.locator('[data-testid="heart-rate"]').allTextContents();
  const untilJudged = (page: Page): Promise<void> =>
    vi.waitFor(
      async () => {
        const judged = (await heartRates(page)).filter((text) => /^\d+$/.test(text));
        expect(judged.length).toBeGreaterThanOrEqual(8);
      },
      { timeout: 90_000, interval: 500 },
    );
  const tones = (page: Page): Promise<number[]> => page.evaluate<number[]>('window.tones');
  const readiness = async (): Promise<number[]> =>
    Promise.all(
      [stack.info.url, stack.info.gatewayUrl].map(async (url) => (await fetch(`${url}/readyz`)).status),
    );

  /** Stops a part, and whatever is started in its place, until the result is called. */
  function keepStopped(name: string): () => Promise<void> {
    const stopped = new Set<number>();
    const signal = (pid: number, what: 'SIGSTOP' | 'SIGCONT'): void => {
      try {
        process.kill(pid, what);
      } catch {
        // It has ended: the start command replaces what does not respond.
      }
    };
    const stop = async (): Promise<void> => {
      const pid = await stack.pidOf(name);
      stopped.add(pid);
      signal(pid, 'SIGSTOP');
    };
    let stopping = stop();
    const timer = setInterval(() => {
      stopping = stop().catch(() => undefined);
    }, 200);
    return async () => {
      clearInterval(timer);
      await stopping;
      for (const pid of stopped) signal(pid, 'SIGCONT');
    };
  }

  /** Seconds until the band is on both pages. */
  async function secondsUntilShown(startedMs: number, text: RegExp): Promise<number> {
    for (const page of [station, patientPage]) {
      await page.locator(band('stopped'), { hasText: text }).waitFor({ timeout: 20_000 });
    }
    return (performance.now() - startedMs) / 1000;
  }

  const noNumber = async (page: Page): Promise<void> => {
    const shown = await heartRates(page);
    expect(shown.length).toBeGreaterThanOrEqual(8);
    expect(shown.filter((text) => text !== '–')).toEqual([]);
    expect(await page.locator('[data-testid="tile"][data-state="no-alarm"]').count()).toBe(0);
  };

  it.each([
    ['database', /Monitoring is interrupted since \d\d:\d\d:\d\d.*database/i],
    ['scorer', /Monitoring is interrupted since .*scorer/i],
    ['ingest', /Monitoring is interrupted since .*ingest/i],
    ['broker', /Monitoring is interrupted since .*broker/i],
  ])('is shown on every page when the %s stops, with its cause, and ends by itself', async (name, text) => {
    await untilJudged(station);
    const stoppedMs = performance.now();
    const goOn = keepStopped(name);
    try {
      const seconds = await secondsUntilShown(stoppedMs, text);
      console.log(`${name} stopped: on both pages after ${seconds.toFixed(1)} s`);
      expect(seconds).toBeLessThan(10);
      await eventually(() => noNumber(station));
      expect(await station.locator('[data-testid="connection"]').textContent()).not.toContain('Live');
      await eventually(async () => {
        expect(await readiness()).toEqual([503, 503]);
      });

      const opened = await context.newPage();
      await opened.goto(stack.info.url, { timeout: 60_000 });
      await opened.locator(band('stopped')).waitFor({ timeout: 60_000 });
      await eventually(async () => {
        expect((await heartRates(opened)).filter((shown) => shown !== '–')).toEqual([]);
      });
      await goOn();
      const goesOnMs = performance.now();
      for (const page of [station, patientPage, opened]) {
        await page.locator(band('stopped')).waitFor({ state: 'detached', timeout: 90_000 });
      }
      await untilJudged(station);
      await untilJudged(opened);
      const againSeconds = (performance.now() - goesOnMs) / 1000;
      console.log(`${name} goes on: judged again after ${againSeconds.toFixed(1)} s`);
      await opened.close();
      await eventually(async () => {
        expect(await readiness()).toEqual([200, 200]);
      });
    } finally {
      await goOn();
    }
  });

  it('is a station that is cut off when the gateway stops, with grey strips, and goes on without a reload', async () => {
    await untilJudged(station);
    const stoppedMs = performance.now();
    const goOn = keepStopped('gateway');
    try {
      const seconds = await secondsUntilShown(stoppedMs, /Station cut off since \d\d:\d\d:\d\d.*bedside/);
      console.log(`gateway stopped: on both pages after ${seconds.toFixed(1)} s`);
      expect(seconds).toBeLessThan(5);
      await noNumber(station);
      expect(await station.locator('html').getAttribute('data-cut-off')).not.toBeNull();
      const ends = await station.locator('[data-testid="last-sample"]').allTextContents();
      expect(ends.filter((text) => /^Last sample \d\d:\d\d:\d\d$/.test(text)).length).toBeGreaterThanOrEqual(
        8,
      );
      await station.evaluate(countBlamed);
    } finally {
      await goOn();
    }
    await station.locator(band('stopped')).waitFor({ state: 'detached', timeout: 90_000 });
    await untilJudged(station);
    expect(await station.locator('[data-testid="last-sample"]').count()).toBe(0);
    const blamed = await station.evaluate<string[]>('window.blamed');
    // The link of demo-06 drops out by its script.
    expect(blamed.filter((id) => id !== 'demo-06')).toEqual([]);
  });

  it('sounds with a tone of its own where sound is on, and is mute where it is off', async () => {
    await untilJudged(station);
    await station.bringToFront();
    await station.locator('[data-testid="sound"]').click();
    const before = (await tones(station)).filter((hz) => hz === interruptionHz).length;
    const mute = (await tones(patientPage)).length;
    const goOn = keepStopped('gateway');
    try {
      await eventually(async () => {
        const heard = (await tones(station)).filter((hz) => hz === interruptionHz).length;
        expect(heard).toBeGreaterThan(before);
      });
      expect((await tones(patientPage)).length).toBe(mute);
    } finally {
      await goOn();
    }
  });
});
