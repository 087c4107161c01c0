import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../stack/browser.ts';
import { RunningStack, temporaryDataDir } from '../stack/running-stack.ts';

/** `npm run screenshots`: the pages of the demo after some alarms, into docs/screenshots. */
const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const sizes = [
  { width: 1920, height: 1080 },
  { width: 2560, height: 1440 },
  { width: 390, height: 844 },
] as const;
const themes = ['dark', 'light'] as const;
/** The first asystole of the demo begins after three minutes, beside runs, bigeminy and lost signals. */
const alarmsWithinMs = 240_000;

/** These are taken in the first size and theme alone. */
const once: ReadonlySet<string> = new Set(['selected', 'recent', 'print', 'display']);

const pages: Readonly<Record<string, (page: Page, url: string) => Promise<void>>> = {
  station: async (page, url) => {
    await page.goto(url);
    await page.locator('[data-testid="tile"]').nth(11).waitFor();
    await startSound(page);
  },
  selected: async (page) => {
    await page.keyboard.press('a');
    await page.locator('[data-testid="enlarged"]').waitFor();
  },
  recent: async (page) => {
    await page.keyboard.press('Escape');
    await page.locator('[data-testid="recent"]').click();
    await page.locator('[data-testid="recent-alarm"]').first().waitFor();
    await page.locator('[data-testid="recent"]').scrollIntoViewIfNeeded();
  },
  patient: async (page, url) => {
    await page.goto(`${url}/patients/demo-07`);
    await page.locator('[data-testid="event-strip"]').first().waitFor();
    await startSound(page);
  },
  patients: async (page, url) => {
    await page.goto(`${url}/patients`);
    await page.locator('[data-testid="patient-row"]').nth(11).waitFor();
  },
  handover: async (page, url) => {
    await page.goto(`${url}/handover`);
    await page.locator('[data-testid="care-note"]').nth(1).waitFor();
  },
  'alarm-audit': async (page, url) => {
    await page.goto(`${url}/alarm-audit`);
    await page.locator('[data-testid="audit-text"]').waitFor();
  },
  print: async (page, url) => {
    await page.goto(`${url}/patients/demo-07`);
    const link = page.locator('a[href^="/print/"]').first();
    await page.goto(url + (await link.getAttribute('href'))!);
    await page.locator('[data-testid="paper-row"]').first().waitFor();
  },
  'audit-log': async (page, url) => {
    await page.goto(`${url}/audit-log`);
    await page.locator('[data-testid="audit-log"] li').first().waitFor();
  },
  users: async (page, url) => {
    await page.goto(`${url}/users`);
    await page.locator('main form').waitFor();
  },
  display: async (page, url) => {
    await page.goto(url);
    await page.locator('[data-testid="tile"]').nth(11).waitFor();
    await startSound(page);
    await page.locator('[data-testid="display"]').click();
    await page.locator('[data-testid="speed"]').selectOption('25');
    await page.locator('[data-testid="gain"]').selectOption('5');
    await page.locator('[data-testid="names"]').focus();
    await page.keyboard.press('n');
    await page.locator('[data-testid="names"][aria-pressed="true"]').waitFor();
  },
};

/** A browser may want it pressed after each load, or allow it by itself. */
async function startSound(page: Page): Promise<void> {
  await page
    .locator('[data-testid="start"]')
    .click({ timeout: 3000 })
    .catch(() => undefined);
}

/** What the handover shows beside alarms. */
async function writeNotes(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/patients/demo-07`);
  const write = async (kind: string, text: string): Promise<void> => {
    await page.locator('[data-testid="note-kind"]').selectOption(kind);
    await page.locator('[data-testid="note-text"]').fill(text);
    await page.locator('[data-testid="note-add"]').click();
    await page.getByText(text).waitFor();
  };
  await write('note', 'Slept badly, wants the light on');
  await write('task', 'Check the electrode');
}

async function take(
  browser: Browser,
  url: string,
  { viewport, theme, isFirst }: { viewport: (typeof sizes)[number]; theme: string; isFirst: boolean },
): Promise<void> {
  const context = await browser.newContext({ viewport });
  await context.addInitScript({ content: `localStorage.setItem('beatwatch.theme', '${theme}')` });
  const page = await context.newPage();
  const shoot = async (title: string): Promise<void> => {
    // Strips fill the width that they have, charts load.
    await page.waitForTimeout(2500);
    const name = `${title}-${viewport.width}x${viewport.height}-${theme}.png`;
    await page.screenshot({ path: `${folder}${name}` });
    console.log(name);
  };
  await page.goto(url);
  await page.locator('[data-testid="start-band"]').waitFor();
  if (isFirst) await shoot('start');
  for (const [title, open] of Object.entries(pages)) {
    if (once.has(title) && !isFirst) continue;
    await open(page, url);
    await shoot(title);
  }
  await context.close();
}

await mkdir(folder, { recursive: true });
const dataDir = await temporaryDataDir({ isMigrated: true });
const stack = await RunningStack.start(dataDir.path, [], { withinMs: 300_000 });
const browser = await openBrowser();
try {
  const watching = await browser.newPage();
  await watching.goto(stack.info.url);
  const asystole = watching.locator('[data-testid="alarm"][data-kind="asystole"]').first();
  await asystole.waitFor({ timeout: alarmsWithinMs });
  await writeNotes(watching, stack.info.url);
  await watching.close();
  for (const viewport of sizes) {
    for (const theme of themes) {
      const isFirst = viewport === sizes[0] && theme === themes[0];
      await take(browser, stack.info.url, { viewport, theme, isFirst });
    }
  }
} finally {
  await browser.close();
  await stack.interrupt();
  await dataDir.remove();
}
