import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from '../stack/accessibility.ts';
import { browserMissing } from '../stack/browser.ts';
import { sendLate } from '../stack/packets.ts';
import { testAlarms } from './live-path/alarms.ts';
import { testCare } from './live-path/care.ts';
import { testEpisodes } from './live-path/episodes.ts';
import { testPages } from './live-path/pages.ts';
import { testStaysAndDevices } from './live-path/stays-and-devices.ts';
import { testThresholds } from './live-path/thresholds.ts';
import { disconnected, offline, sinus, startWard, tensed, type Ward } from './live-path/ward.ts';

/** What staff see and do, and what survives a crash. Each test builds on the one before. */
describe.skipIf(browserMissing)('the live path', () => {
  let ward: Ward;
  const of = (): Ward => ward;

  beforeAll(async () => {
    ward = await startWard();
  });

  afterAll(() => ward.stop());

  it('shows nothing to whoever has not signed in, and users to administrators alone', async () => {
    const { stack, browser, page, administrator } = of();
    const stranger = await browser.newPage();
    await stranger.goto(`${stack.info.url}/patients/${sinus.patientId}`);
    await stranger.locator('input[name="password"]').waitFor({ timeout: 60_000 });
    expect(await seriousViolations(stranger)).toEqual([]);
    await stranger.close();
    expect(await seriousViolations(administrator)).toEqual([]);
    await page.goto(`${stack.info.url}/users`);
    await page.locator('[data-testid="for-administrators"]').waitFor({ timeout: 60_000 });
    expect(await page.locator('[data-testid="user"]').count()).toBe(0);
  });

  testAlarms(of);
  testPages(of);
  testThresholds(of);

  it('stores and scores packets that are hours late, without an alarm', async () => {
    const { database, producer, alarmsOf } = of();
    const startMs = Date.now() - 6 * 3_600_000;
    await sendLate(producer, offline, { startMs, seconds: 90 });
    const range = { patientId: offline.patientId, fromUs: startMs * 1000, toUs: (startMs + 90_000) * 1000 };
    await expect
      .poll(async () => (await database.repositories.scores.counts(range)).beatsScored, { timeout: 60_000 })
      .toBeGreaterThan(120);
    const scores = await database.repositories.scores.recent(range, 1000);
    expect(scores.every(({ late }) => late === true)).toBe(true);
    await expect
      .poll(async () => (await database.repositories.waveforms.read(range)).length)
      .toBeGreaterThan(80);
    await delay(3000);
    expect(await alarmsOf(offline)).toEqual([]);
  });

  it('raises no clinical alarm for the patients without an arrhythmia', async () => {
    const { alarmsOf, clinicalOf } = of();
    expect(await alarmsOf(sinus)).toEqual([]);
    expect(await clinicalOf(tensed)).toEqual([]);
    expect(await clinicalOf(disconnected)).toEqual([]);
  });

  testEpisodes(of);
  testCare(of);
  testStaysAndDevices(of);
});
