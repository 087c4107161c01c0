import { chromium, type Browser } from 'playwright-core';
import { programPath, programs } from './programs.ts';

const executablePath = programPath(programs.chromium);

/** For `describe.skipIf`: the tests in a browser are skipped without Chromium. */
export const browserMissing = executablePath === undefined;

/** A headless Chromium: `CHROMIUM_PATH`, or where Debian puts it. */
export function openBrowser(...args: readonly string[]): Promise<Browser> {
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  });
}
