import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../stack/browser.ts';
import { RunningStack, temporaryDataDir } from '../stack/running-stack.ts';
import { setUpLinkOf } from '../stack/staff.ts';

/** `npm run screenshots`: the pages of the demo after some alarms, and those where people sign in, into docs/screenshots. */
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
const once: ReadonlySet<string> = new Set(['start', 'selected', 'recent', 'print', 'display']);

type Pages = Readonly<Record<string, (page: Page, url: string) => Promise<void>>>;

const pagesOfDemo: Pages = {
  start: async (page, url) => {
    await page.goto(url);
    await page.locator('[data-testid="start-band"]').waitFor();
  },
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
  'alarm-profiles': async (page, url) => {
    await page.goto(`${url}/alarm-profiles`);
    await page.locator('[data-testid="profile"]').first().waitFor();
  },
  account: async (page, url) => {
    await page.goto(`${url}/account`);
    await page.locator('main h1').waitFor();
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

/** Where people sign in: the pages before they have. @param link that the first start has printed */
const pagesOfStrangers = (link: string): Pages => ({
  'set-up': async (page) => {
    await page.goto(link);
    await page.locator('main form').waitFor();
  },
  'sign-in': async (page, url) => {
    await page.goto(`${url}/sign-in`);
    await page.locator('main form').waitFor();
  },
});

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

interface Take {
  readonly viewport: (typeof sizes)[number];
  readonly theme: (typeof themes)[number];
  readonly isFirst: boolean;
}

const takes: readonly Take[] = sizes.flatMap((viewport) =>
  themes.map((theme) => ({ viewport, theme, isFirst: viewport === sizes[0] && theme === themes[0] })),
);

async function take(
  browser: Browser,
  url: string,
  pages: Pages,
  { viewport, theme, isFirst }: Take,
): Promise<void> {
  const context = await browser.newContext({ viewport });
  await context.addInitScript({ content: `localStorage.setItem('beatwatch.theme', '${theme}')` });
  const page = await context.newPage();
  for (const [title, open] of Object.entries(pages)) {
    if (once.has(title) && !isFirst) continue;
    await open(page, url);
    // Strips fill the width that they have, charts load.
    await page.waitForTimeout(2500);
    const name = `${title}-${viewport.width}x${viewport.height}-${theme}.png`;
    await page.screenshot({ path: `${folder}${name}` });
    console.log(name);
  }
  await context.close();
}

interface StackOptions {
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts a stack of its own and takes its pages in every size and theme. @param prepare what has to have happened before */
async function takeAll(
  browser: Browser,
  { args = [], environment = {} }: StackOptions,
  prepare: (stack: RunningStack) => Promise<Pages>,
): Promise<void> {
  const dataDir = await temporaryDataDir({ isMigrated: true });
  const stack = await RunningStack.start(dataDir.path, args, { environment, withinMs: 300_000 });
  try {
    const pages = await prepare(stack);
    for (const one of takes) await take(browser, stack.info.url, pages, one);
  } finally {
    await stack.interrupt();
    await dataDir.remove();
  }
}

await mkdir(folder, { recursive: true });
const browser = await openBrowser();
try {
  await takeAll(browser, {}, async ({ info: { url } }) => {
    const watching = await browser.newPage();
    await watching.goto(url);
    const asystole = watching.locator('[data-testid="alarm"][data-kind="asystole"]').first();
    await asystole.waitFor({ timeout: alarmsWithinMs });
    await writeNotes(watching, url);
    await watching.close();
    return pagesOfDemo;
  });
  await takeAll(browser, { args: ['--no-simulator'], environment: { SIGN_IN: 'required' } }, (stack) =>
    Promise.resolve(pagesOfStrangers(setUpLinkOf(stack))),
  );
} finally {
  await browser.close();
}
