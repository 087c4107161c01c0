import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';

/** A report as someone sees who opens the file with no network. */
export interface OpenReport {
  readonly page: Page;
  /** Addresses that the page asked for, the file itself left out. */
  readonly requests: readonly string[];
  /** Errors and warnings of the browser, such as a broken content security policy. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

export async function openReport(
  browser: Browser,
  html: string,
  { widthPx, colorScheme = 'light' }: { readonly widthPx: number; readonly colorScheme?: 'light' | 'dark' },
): Promise<OpenReport> {
  const folder = await mkdtemp(join(tmpdir(), 'beatwatch-report-'));
  const file = join(folder, 'report.html');
  await writeFile(file, html);
  const { href } = pathToFileURL(file);
  const context = await browser.newContext({
    offline: true,
    colorScheme,
    viewport: { width: widthPx, height: 800 },
  });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (request.url() !== href && !request.url().startsWith('data:')) requests.push(request.url());
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(href);
  return {
    page,
    requests,
    complaints,
    close: async () => {
      await context.close();
      await rm(folder, { recursive: true });
    },
  };
}
