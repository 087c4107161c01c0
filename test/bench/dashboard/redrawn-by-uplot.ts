import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { drawnDuring, type Drawn } from './drawn-during.ts';

/** Of the dashboard, which draws its trends with it. */
const requireOfDashboard = createRequire(new URL('../../../apps/dashboard/package.json', import.meta.url));

/** Redraws each strip whole with every frame, as a chart library does: 6 s at 250 Hz, moved on by the time that has passed. */
const drawing = (strips: number): string => `
  const samples = 1500, periodMs = 4;
  const columns = Math.ceil(Math.sqrt(${strips}));
  const width = Math.floor(innerWidth / columns), height = Math.floor(innerHeight / columns);
  const beat = (at) => { const t = (at % 200) / 200; return Math.exp(-(((t - 0.4) / 0.012) ** 2)) + 0.2 * Math.exp(-(((t - 0.65) / 0.05) ** 2)); };
  const times = Float64Array.from({ length: samples }, (_, index) => index * periodMs / 1000);
  const plots = Array.from({ length: ${strips} }, () => new uPlot({
    width, height, legend: { show: false }, cursor: { show: false }, axes: [{ show: false }, { show: false }],
    scales: { x: { time: false }, y: { range: [-1, 2] } }, series: [{}, { stroke: 'green', width: 1.5, points: { show: false } }],
  }, [times, times], document.body));
  window.counted = { frames: 0 };
  const frame = (nowMs) => {
    const from = Math.floor(nowMs / periodMs);
    for (const [index, plot] of plots.entries())
      plot.setData([times, Float64Array.from({ length: samples }, (_, sample) => beat(from + sample + 37 * index))]);
    window.counted.frames += 1;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
`;

export async function redrawnByUplot(
  browser: Browser,
  options: {
    readonly strips: number;
    readonly viewport: { readonly width: number; readonly height: number };
    readonly forMs: number;
  },
): Promise<Drawn> {
  const { strips, viewport, forMs } = options;
  const library = await readFile(requireOfDashboard.resolve('uplot/dist/uPlot.iife.min.js'), 'utf8');
  const page = await browser.newPage({ viewport });
  const session = await page.context().newCDPSession(page);
  await page.setContent('<body style="margin: 0; display: flex; flex-wrap: wrap"></body>');
  await page.addScriptTag({ content: library });
  await page.addScriptTag({ content: drawing(strips) });
  await page.waitForTimeout(2000);
  const { framesPerSecond, mainThreadShare } = await drawnDuring(page, session, forMs);
  await page.close();
  return { framesPerSecond, mainThreadShare };
}
