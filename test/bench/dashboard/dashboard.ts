import { parseArgs } from 'node:util';
import { createLoadFleet } from '@beatwatch/simulator';
import { createKafkaStream } from '@beatwatch/stream';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../stack/browser.ts';
import { RunningStack, temporaryDataDir } from '../../stack/running-stack.ts';
import type { Drawn } from './drawn-during.ts';
import { Observed, type Figures } from './observed.ts';
import { redrawnByUplot } from './redrawn-by-uplot.ts';

export const usage = `npm run bench -- dashboard [--minutes 10] [--seconds 30] [--json]

The central station in a headless Chromium, 1920x1080, against a whole running stack: 16 patients, then 64, at 250 Hz. Frames
a second, share of the main thread, bytes a second from the gateway, compressed JavaScript of the first load, and how old a
sample is when it is drawn; the memory of the page over --minutes with 64 patients, after collecting garbage. In the same
run uPlot redraws as many strips of 6 s with each frame. Headless Chromium draws by software, on the processor.`;

const wards = [16, 64] as const;
const viewport = { width: 1920, height: 1080 } as const;
/** Clocks, gains and layout have settled. */
const settleMs = 15_000;

interface WardFigures extends Figures {
  readonly patients: number;
  readonly uplot: Drawn;
}

export async function main(args: string[]): Promise<object> {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '10' },
      seconds: { type: 'string', default: '30' },
      json: { type: 'boolean', default: false },
    },
  });
  const [minutes, seconds] = [Number(values.minutes), Number(values.seconds)];
  const print = (line: string): void => {
    if (!values.json) console.log(line);
  };
  const dataDir = await temporaryDataDir({ isMigrated: true });
  const stack = await RunningStack.start(dataDir.path, ['--no-simulator'], { withinMs: 600_000 });
  const stream = await createKafkaStream({ brokers: stack.info.brokers ?? [], clientId: 'bench' });
  const producer = await stream.producer();
  const fleet = createLoadFleet({ patients: 0, producer });
  const browser = await openBrowser();
  try {
    await fleet.start();
    const measured: WardFigures[] = [];
    for (const patients of wards) {
      const figures = await measureWard({ browser, fleet, url: stack.info.url }, patients, seconds * 1000);
      measured.push(figures);
      print(lineOf(figures));
    }
    const heapMb = await heapOver(browser, stack.info.url, minutes);
    print(`heap of 64 patients, MB at each minute: ${heapMb.map((mb) => mb.toFixed(1)).join(' ')}`);
    return { rendering: 'software, headless Chromium', wards: measured, heapMb };
  } finally {
    await browser.close();
    await fleet.stop();
    await producer.stop();
    await stream.stop();
    await stack.interrupt();
    await dataDir.remove();
  }
}

async function measureWard(
  {
    browser,
    fleet,
    url,
  }: { readonly browser: Browser; readonly fleet: ReturnType<typeof createLoadFleet>; readonly url: string },
  patients: number,
  forMs: number,
): Promise<WardFigures> {
  fleet.setPatients(patients);
  const page = await browser.newPage({ viewport });
  const observed = await Observed.open(page, url);
  await page
    .locator('[data-testid="strip"][data-last-sample-us]')
    .nth(patients - 1)
    .waitFor({ timeout: 120_000 });
  await page.waitForTimeout(settleMs);
  const figures = await observed.during(forMs);
  await page.close();
  return {
    patients,
    ...figures,
    uplot: await redrawnByUplot(browser, { strips: patients, viewport, forMs }),
  };
}

/** Megabytes of the page's heap at the start and after each minute. */
async function heapOver(browser: Browser, url: string, minutes: number): Promise<number[]> {
  const page = await browser.newPage({ viewport });
  const observed = await Observed.open(page, url);
  await page.waitForTimeout(settleMs);
  const heapMb = [await observed.heapMb()];
  for (let minute = 0; minute < minutes; minute += 1) {
    await page.waitForTimeout(60_000);
    heapMb.push(await observed.heapMb());
  }
  await page.close();
  return heapMb;
}

function lineOf(figures: WardFigures): string {
  const { patients, framesPerSecond, mainThreadShare, bytesPerSecond, scriptBytes, sampleToScreenMs, uplot } =
    figures;
  return [
    `${patients} patients: ${framesPerSecond.toFixed(1)} frames a second`,
    `main thread ${percent(mainThreadShare)}`,
    `${(bytesPerSecond / 1000).toFixed(0)} kB a second`,
    `JavaScript ${(scriptBytes / 1000).toFixed(0)} kB`,
    `sample to screen ${sampleToScreenMs.median.toFixed(0)} ms, 95 % within ${sampleToScreenMs.p95.toFixed(0)} ms`,
    `uPlot: ${uplot.framesPerSecond.toFixed(1)} frames a second, main thread ${percent(uplot.mainThreadShare)}`,
  ].join('; ');
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
