import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { drawnFromNumbers, expectReadable } from '../report/figures.ts';
import { openReport } from '../report/open-report.ts';
import { smallStudies } from '../report/small-studies.ts';
import type { StudyReport } from '../report/small-study.ts';
import { browserMissing, openBrowser } from '../stack/browser.ts';

let browser: Browser;
beforeAll(async () => {
  if (!browserMissing) browser = await openBrowser();
});
afterAll(async () => {
  if (!browserMissing) await browser.close();
});

describe.skipIf(browserMissing).each(smallStudies)(
  'the report of study $name',
  ({ run, figures, tables }) => {
    let running: Promise<StudyReport> | undefined;
    const report = (context: Pick<TestContext, 'skip'>): Promise<StudyReport> => (running ??= run(context));

    it('has every promised figure and table, each to be seen and read', async (context) => {
      const { html } = await report(context);
      const { page, close } = await openReport(browser, html, { widthPx: 1280 });
      const shown = page.locator('figure');
      const kinds = await Promise.all(
        (await shown.all()).map(async (figure) => [
          await figure.getAttribute('id'),
          await figure.getAttribute('data-figure'),
        ]),
      );
      expect(Object.fromEntries(kinds)).toEqual(figures);
      for (const figure of await shown.all()) await expectReadable(figure);
      for (const id of tables) expect(await page.locator(`#${id} tbody tr`).count(), id).toBeGreaterThan(0);
      await close();
    });

    it("draws every figure from the run's own numbers", async (context) => {
      const { html, numbers } = await report(context);
      const { page, close } = await openReport(browser, html, { widthPx: 1280 });
      const text = (await page.locator('#run-data').textContent()) ?? '';
      const data = JSON.parse(text) as { figures: Record<string, never> };
      expect(data.figures).toMatchObject(numbers);
      for (const [id, kind] of Object.entries(figures)) {
        const check = drawnFromNumbers[kind];
        if (check === undefined) throw new Error(`figure ${id}: found kind ${kind}, expected a known one`);
        await check(page.locator(`#${id}`), data.figures[id] as never);
      }
      await close();
    });

    it.for([
      { widthPx: 1280, colorScheme: 'light' },
      { widthPx: 390, colorScheme: 'dark' },
    ] as const)(
      'needs no network and fits $widthPx px, $colorScheme',
      async ({ widthPx, colorScheme }, context) => {
        const { html } = await report(context);
        const { page, requests, complaints, close } = await openReport(browser, html, {
          widthPx,
          colorScheme,
        });
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
          widthPx,
        );
        const [ground, ink] = await page.evaluate<string[]>(
          '[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]',
        );
        const isDark = brightness(ground) < brightness(ink);
        expect(isDark).toBe(colorScheme === 'dark');
        expect(requests).toEqual([]);
        expect(complaints).toEqual([]);
        await close();
      },
    );

    it('has its headings in order and a table of contents that leads to them', async (context) => {
      const { html } = await report(context);
      const { page, close } = await openReport(browser, html, { widthPx: 1280 });
      const levels = await page.evaluate<string[]>(
        '[...document.querySelectorAll("h1, h2, h3")].map((h) => h.tagName)',
      );
      expect(levels[0]).toBe('H1');
      expect(levels.filter((level) => level === 'H1')).toHaveLength(1);
      const links = await page.locator('nav a').all();
      expect(links.length).toBeGreaterThan(2);
      for (const link of links)
        expect(await page.locator(`h2${(await link.getAttribute('href')) ?? ''}`).count()).toBe(1);
      await close();
    });
  },
);

function brightness(colour: string | undefined): number {
  const parts = colour?.match(/\d+/g)?.slice(0, 3).map(Number) ?? [];
  return parts.reduce((sum, part) => sum + part, 0);
}
