import axe from 'axe-core';
import type { Page } from 'playwright-core';

const shownWithinMs = 30_000;

/** Paths of pages, each with what shows that it is drawn. */
export type Pages = Readonly<Record<string, string>>;

/** What axe-core finds at a serious or critical level on the page as it is: the rule, and the first element that breaks it. */
export async function seriousViolations(page: Page): Promise<readonly string[]> {
  // Evaluated by the browser's own protocol: the page's policy lets no other script in.
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => location.pathname + ' ' + id + ': ' + nodes[0].html.slice(0, 160) + ' ' + nodes[0].failureSummary))`);
}

/** What makes a page hard to use on a phone: wider than the screen, or what a finger presses lower than 44 px. */
const phoneFaults = (page: Page): Promise<readonly string[]> =>
  page.evaluate<string[]>(`[
    ...(document.documentElement.scrollWidth > innerWidth ? [location.pathname + ' is ' + document.documentElement.scrollWidth + ' px wide'] : []),
    ...[...document.querySelectorAll('main :is(button, select, input, summary, a), [data-testid="ward-alarm"]')]
      // A link within a sentence is as high as the sentence; one may fill its tile or row.
      .filter((element) => element.offsetParent !== null && getComputedStyle(element).display !== 'inline')
      .filter((element) => getComputedStyle(element, '::after').position !== 'absolute')
      .filter((element) => element.getBoundingClientRect().height < 43.5)
      .map((element) => location.pathname + ' ' + element.outerHTML.slice(0, 120) + ' ' + element.getBoundingClientRect().height),
  ]`);

/** Opens one page after the other. @returns the faults of all, each with its path */
async function faultsOf(
  page: Page,
  url: string,
  pages: Pages,
  faults: (page: Page) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [path, shown] of Object.entries(pages)) {
    await page.goto(url + path);
    await page.locator(shown).first().waitFor({ timeout: shownWithinMs });
    found.push(...(await faults(page)));
  }
  return found;
}

export const seriousViolationsOf = (page: Page, url: string, pages: Pages): Promise<readonly string[]> =>
  faultsOf(page, url, pages, seriousViolations);

export const phoneFaultsOf = (page: Page, url: string, pages: Pages): Promise<readonly string[]> =>
  faultsOf(page, url, pages, phoneFaults);
