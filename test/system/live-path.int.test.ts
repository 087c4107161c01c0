import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { isTechnical, type AlarmEvent, type PatientId } from '@beatwatch/contracts';
import type { FleetPatient } from '@beatwatch/simulator';
import type { Producer } from '@beatwatch/stream';
import type { Database } from '@beatwatch/timescale';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { phoneFaultsOf, seriousViolations, seriousViolationsOf } from '../stack/accessibility.ts';
import { startAlarmReceivers, type AlarmReceivers } from '../stack/alarm-receivers.ts';
import { browserMissing, openBrowser } from '../stack/browser.ts';
import { scripted, sendLate } from '../stack/packets.ts';
import { temporaryDataDir, type RunningStack } from '../stack/running-stack.ts';
import { begin, setUpStaff, signIn } from '../stack/staff.ts';
import { startWatchedStack, type WatchedStack } from '../stack/watched-stack.ts';
import { testCare } from './care.ts';
import { testStaysAndDevices } from './stays-and-devices.ts';

const sinus = scripted('sinus-1', 1, []);
const ventricular = scripted('ventricular-1', 2, [
  { kind: 'ventricular-run', atSeconds: 45, everySeconds: 40, beats: 14 },
]);
const tensed = scripted('tensed-1', 3, [
  { kind: 'muscle-noise', atSeconds: 45, forSeconds: 600, amplitudeMv: 0.6 },
]);
const disconnected = scripted('disconnected-1', 4, [{ kind: 'drop-out', atSeconds: 20, forSeconds: 3600 }]);
const offline = scripted('offline-1', 5, [{ kind: 'ventricular-run', atSeconds: 45, beats: 14 }]);

/** With what shows that they are drawn. */
const pages = {
  '/': `[data-testid="tile"][data-patient="${ventricular.patientId}"]`,
  [`/patients/${ventricular.patientId}`]: '[data-testid="event-strip"]',
  '/patients': '[data-testid="patient-row"]',
  '/alarm-audit': '[data-testid="audit-text"]',
  '/account': '[data-testid="sign-out"]',
  '/set-up': 'input[name="password"]',
};

/** As her acts are stored: the name, with a mark of the user. */
const nurse = expect.stringMatching(/^Nurse K\. · [0-9a-f]{8}$/) as string;

/** What staff see and do, and what survives a crash. Each test builds on the one before. */
describe.skipIf(browserMissing)('the live path', () => {
  let dataDir: Awaited<ReturnType<typeof temporaryDataDir>>;
  let stack: RunningStack;
  let browser: Browser;
  /** The nurse's; each page is a browser of its own. */
  let page: Page;
  let administrator: Page;
  let database: Database;
  let producer: Producer;
  let watched: WatchedStack;
  let receivers: AlarmReceivers;

  beforeAll(async () => {
    dataDir = await temporaryDataDir({ isMigrated: true });
    receivers = await startAlarmReceivers(dataDir.path);
    watched = await startWatchedStack({
      dataDir: dataDir.path,
      patients: [sinus, ventricular, tensed, disconnected],
      environment: { SIGN_IN: 'required', NOTIFIER_RECEIVERS_FILE: receivers.file },
    });
    ({ stack, database, producer } = watched);
    browser = await openBrowser();
    administrator = await browser.newPage();
    page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    await begin(page, await setUpStaff(administrator, stack));
  }, 180_000);

  afterAll(async () => {
    await browser.close();
    await watched.stop();
    receivers.stop();
    await dataDir.remove();
  });

  const alarmsOf = ({ patientId }: FleetPatient) =>
    database.repositories.alarms.list({ patientId, limit: 100 });
  const clinicalOf = async (patient: FleetPatient) =>
    (await alarmsOf(patient)).filter(({ kind }) => !isTechnical(kind));
  const changesOf = async (patientId: PatientId): Promise<AlarmEvent[]> => {
    const alarms = await database.repositories.alarms.list({ patientId, limit: 100 });
    return (
      await Promise.all(alarms.map(({ alarmId }) => database.repositories.alarms.history(alarmId)))
    ).flat();
  };
  const tile = ({ patientId }: FleetPatient) =>
    page.locator(`[data-testid="tile"][data-patient="${patientId}"]`);
  const patientPage = ({ patientId }: FleetPatient) => page.goto(`${stack.info.url}/patients/${patientId}`);

  it('shows nothing to whoever has not signed in, and users to administrators alone', async () => {
    const stranger = await browser.newPage();
    await stranger.goto(`${stack.info.url}/patients/${sinus.patientId}`);
    await stranger.locator('input[name="password"]').waitFor({ timeout: 30_000 });
    expect(await seriousViolations(stranger)).toEqual([]);
    await stranger.close();
    expect(await seriousViolations(administrator)).toEqual([]);
    await page.goto(`${stack.info.url}/users`);
    await page.locator('main [role="alert"]').first().waitFor({ timeout: 30_000 });
    expect(await page.locator('[data-testid="user"]').count()).toBe(0);
  }, 60_000);

  it('raises an alarm when a patient stops sending', async () => {
    await page.goto(stack.info.url);
    await tile(disconnected)
      .and(page.locator('[data-state="no-data"][data-kind="no-data"]'))
      .waitFor({ timeout: 90_000 });
    const [alarm] = await alarmsOf(disconnected);
    expect(alarm).toMatchObject({ kind: 'no-data', state: 'active' });
  }, 120_000);

  it('silences an alarm and pauses the sound on every screen, whoever asked', async () => {
    // Of a browser of its own: nothing goes by way of what a browser remembers.
    const other = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    const in_ = (of: Page, id: string) => of.locator(`[data-testid="${id}"]`);
    const row = (of: Page) =>
      of.locator(`[data-testid="alarm"][data-patient="${disconnected.patientId}"][data-kind="no-data"]`);
    try {
      await signIn(other, `${stack.info.url}/`);
      await row(page).locator('[data-testid="silence"]').click({ timeout: 30_000 });
      await row(other).locator('[data-testid="silenced"]').waitFor({ timeout: 30_000 });
      // A tachycardia that comes in between ends a pause.
      const press = async (of: Page, id: string): Promise<void> => {
        const button = in_(of, id);
        if (await button.isVisible()) await button.click({ timeout: 2000 }).catch(() => undefined);
      };
      await expect
        .poll(
          async () => {
            await press(other, 'pause-sound');
            return in_(page, 'paused').isVisible();
          },
          { timeout: 30_000, interval: 500 },
        )
        .toBe(true);
      await expect
        .poll(
          async () => {
            await press(page, 'paused');
            return in_(other, 'paused').count();
          },
          { timeout: 30_000, interval: 500 },
        )
        .toBe(0);
      await expect
        .poll(() => in_(other, 'pause-message').textContent(), { timeout: 10_000 })
        .toMatch(/ ended the pause$/);
      const stored = async () => (await database.repositories.silences.since(0)).map(({ scope }) => scope);
      await expect
        .poll(stored, { timeout: 20_000 })
        .toEqual(expect.arrayContaining([expect.stringMatching(`^alarm:${disconnected.patientId}/`), 'all']));
    } finally {
      await other.close();
    }
  }, 120_000);

  it('shows a technical state, not an anomaly, where muscle noise drowns the signal', async () => {
    await tile(tensed)
      .and(page.locator('[data-state="technical"][data-kind="poor-signal"]'))
      .waitFor({ timeout: 90_000 });
    expect(await tile(tensed).locator('[data-testid="heart-rate"]').textContent()).toBe('–');
  }, 120_000);

  it('raises an alarm once though the scorer is killed while it stands, and ends it once', async () => {
    await tile(ventricular).and(page.locator('[data-state="alarm"]')).waitFor({ timeout: 90_000 });
    const before = await stack.pidOf('scorer');
    process.kill(before, 'SIGKILL');
    await expect
      .poll(() => stack.pidOf('scorer').then((pid) => pid !== before), { timeout: 60_000 })
      .toBe(true);
    // Its beats are frequent ectopy as well, which is another alarm once the tachycardia is over.
    const tachycardia = async () =>
      (await changesOf(ventricular.patientId)).filter(({ kind }) => kind === 'ventricular-tachycardia');
    await expect
      .poll(async () => (await tachycardia()).map(({ state }) => state), { timeout: 60_000 })
      .toContain('latched');
    const changes = await tachycardia();
    expect(new Set(changes.map(({ alarmId }) => alarmId)).size).toBe(1);
    expect(changes.map(({ changeNumber }) => changeNumber)).toEqual(changes.map((_, index) => index + 1));
    expect(changes.slice(0, 2).map(({ state }) => state)).toEqual(['active', 'latched']);
    // Escalated or not: that nobody takes it is no change of state.
    const missing = await changesOf(disconnected.patientId);
    expect(new Set(missing.map(({ alarmId }) => alarmId)).size).toBe(1);
    expect(new Set(missing.map(({ state }) => state))).toEqual(new Set(['active']));
  }, 180_000);

  it('keeps the strip of an alarm, and its label with the name of who gave it', async () => {
    const [alarm] = await clinicalOf(ventricular);
    await expect
      .poll(async () => (await database.repositories.alarms.strip(alarm!.alarmId)).length, {
        timeout: 60_000,
      })
      .toBeGreaterThan(10);
    await patientPage(ventricular);
    await page.locator('[data-testid="event-strip"]').waitFor({ timeout: 30_000 });
    await page.locator('[data-testid="labels"] [data-label="true"]').click();
    await expect
      .poll(() => database.repositories.alarms.labels(alarm!.alarmId), { timeout: 20_000 })
      .toMatchObject([{ label: 'true', actor: nurse }]);
    await page
      .locator('[data-testid="event-detail"]')
      .getByRole('button', { name: /^Acknowledge/ })
      .click();
    await expect
      .poll(
        async () =>
          (await changesOf(ventricular.patientId)).filter(({ actor }) => actor?.startsWith('Nurse K. · '))
            .length,
        {
          timeout: 20_000,
        },
      )
      .toBe(1);
  }, 120_000);

  it('tells a pager and an alert manager of every change, though the notifier is killed', async () => {
    const before = await stack.pidOf('notifier');
    process.kill(before, 'SIGKILL');
    await expect.poll(() => stack.pidOf('notifier'), { timeout: 60_000 }).not.toBe(before);
    const changes = (
      await Promise.all([ventricular, disconnected].map(({ patientId }) => changesOf(patientId)))
    ).flat();
    expect(changes.length).toBeGreaterThan(3);
    const told = () => receivers.webhooks.map(({ alarmId, changeNumber }) => `${alarmId} ${changeNumber}`);
    await expect
      .poll(told, { timeout: 60_000 })
      .toEqual(
        expect.arrayContaining(changes.map(({ alarmId, changeNumber }) => `${alarmId} ${changeNumber}`)),
      );
    // A change that is told again has the same id, by which a receiver ignores it.
    expect(new Set(receivers.webhooks.map(({ id }) => id)).size).toBe(new Set(told()).size);
    // OBR-3 is the alarm's id, the same in all its messages.
    const alarmsOfMessages = () =>
      receivers.messages.map((segments) => segments.find(([name]) => name === 'OBR')?.[3]?.split('^')[0]);
    await expect
      .poll(alarmsOfMessages, { timeout: 60_000 })
      .toEqual(expect.arrayContaining(changes.map(({ alarmId }) => alarmId)));
    expect(new Set(receivers.messages.map(([head]) => head?.[8]))).toEqual(new Set(['ORU^R40^ORU_R40']));
  }, 180_000);

  it('shows the alarms of others on a page of a patient, and acknowledges by A what the first press has shown', async () => {
    await patientPage(sinus);
    await page.locator('[data-testid="ward-alarm"]').first().waitFor({ timeout: 30_000 });
    await page.keyboard.press('Escape');
    await tile(disconnected).waitFor({ timeout: 30_000 });
    const enlarged = page.locator('[data-testid="enlarged"]');
    // Keys count once the page listens, soon after it is drawn, and once its alarms have come.
    await expect
      .poll(
        async () => {
          await page.keyboard.press('a');
          await enlarged.waitFor({ timeout: 2000 }).catch(() => undefined);
          return enlarged.isVisible();
        },
        { timeout: 30_000 },
      )
      .toBe(true);
    const id = (await enlarged.getAttribute('data-patient')) as PatientId;
    const acts = async () => (await changesOf(id)).filter(({ actor }) => actor !== undefined).length;
    const before = await acts();
    // A change that came in between is shown first as well.
    await expect
      .poll(
        async () => {
          await page.keyboard.press('a');
          return acts();
        },
        { timeout: 20_000, interval: 1000 },
      )
      .toBeGreaterThan(before);
  }, 120_000);

  it.each(['dark', 'light', 'contrast'])(
    'has pages in %s colours that axe finds nothing serious on',
    async (theme) => {
      await page.evaluate(`localStorage.setItem('beatwatch.theme', '${theme}')`);
      const [alarm] = await clinicalOf(ventricular);
      const print = `/print/${ventricular.patientId}?alarm=${encodeURIComponent(alarm!.alarmId)}`;
      const all = { ...pages, [print]: '[data-testid="paper-row"]' };
      expect(await seriousViolationsOf(page, stack.info.url, all)).toEqual([]);
      expect(await page.locator('[data-testid="printed"] h1').textContent()).toMatch(/^ventricular-1 · \w/);
    },
    120_000,
  );

  it('speaks the language of the browser, or the one that a person has chosen', async () => {
    const german = await browser.newPage({ locale: 'de-DE' });
    const counts = (text: string) => german.locator('[data-testid="counts"]', { hasText: text });
    try {
      await signIn(german, `${stack.info.url}/`);
      await counts('Patienten').waitFor({ timeout: 30_000 });
      await german.locator('html[lang="de"]').waitFor({ timeout: 30_000 });
      await german.locator('[data-testid="display"]').click({ timeout: 30_000 });
      await german.locator('[data-testid="language"]').selectOption('en', { timeout: 30_000 });
      await counts('patients').waitFor({ timeout: 30_000 });
      await german.reload();
      await german.locator('html[lang="en"]').waitFor({ timeout: 30_000 });
      await counts('patients').waitFor({ timeout: 30_000 });
    } finally {
      await german.close();
    }
  }, 120_000);

  it('fits a phone: alarms first, nothing sideways, targets of 44 px', async () => {
    const phone = await browser.newPage({ viewport: { width: 390, height: 844 } });
    try {
      await signIn(phone, `${stack.info.url}/`);
      const top = async (id: string): Promise<number> => {
        const first = phone.locator(`[data-testid="${id}"]`).first();
        await first.waitFor({ timeout: 30_000 });
        return (await first.boundingBox())!.y;
      };
      expect(await top('ward-alarm')).toBeLessThan(await top('tile'));
      expect(await phoneFaultsOf(phone, stack.info.url, pages)).toEqual([]);
    } finally {
      await phone.close();
    }
  }, 120_000);

  it('says which alarms another threshold would have given, before it is set', async () => {
    await patientPage(sinus);
    await page.locator('[data-testid="threshold-field"]').fill('0.2');
    await page.getByRole('button', { name: 'Preview the last 24 hours' }).click();
    const result = page.locator('[data-testid="threshold-preview-result"]');
    await result.waitFor({ timeout: 30_000 });
    const text = await result.textContent();
    expect(text).toMatch(/It would have alarmed \d+ times? more.*Anomalous beats: \d+ % instead of/);
    expect(text).toContain('More');
    await page.locator('[data-testid="threshold-field"]').fill('0.3');
    await result.waitFor({ state: 'detached', timeout: 5000 });
  }, 120_000);

  it("puts staff's threshold in force with the next beat, and refuses one out of bounds", async () => {
    await patientPage(sinus);
    const field = page.locator('[data-testid="threshold-field"]');
    await field.fill('1e9');
    expect(await page.getByRole('button', { name: 'Set', exact: true }).isDisabled()).toBe(true);
    await field.fill('3.25');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    const setMs = Date.now();
    await expect
      .poll(() => page.locator('[data-testid="threshold-in-force"]').textContent(), { timeout: 10_000 })
      .toBe('3.3');
    const stored = await database.repositories.thresholds.inForce(sinus.patientId);
    expect(stored).toMatchObject({ value: 3.25, actor: nurse });
    const range = {
      patientId: sinus.patientId,
      fromUs: (setMs - 5000) * 1000,
      toUs: (setMs + 60_000) * 1000,
    };
    const scores = await database.repositories.scores.recent(range, 100);
    const first = scores.findLast(({ threshold }) => threshold === 3.25);
    // A beat is scored when the next one is known, some 0.6 s later, and waits its turn.
    expect(first!.beatTimeUs / 1000 - setMs).toBeLessThan(2500);
    await page.getByRole('button', { name: 'Back to learned' }).click();
    await expect
      .poll(async () => (await database.repositories.thresholds.inForce(sinus.patientId))?.value, {
        timeout: 20_000,
      })
      .toBeUndefined();
  }, 120_000);

  it('stores and scores packets that are hours late, without an alarm', async () => {
    const startMs = Date.now() - 6 * 3_600_000;
    await sendLate(producer, offline, { startMs, seconds: 90 });
    const range = { patientId: offline.patientId, fromUs: startMs * 1000, toUs: (startMs + 90_000) * 1000 };
    await expect
      .poll(async () => (await database.repositories.scores.counts(range)).beatsScored, { timeout: 60_000 })
      .toBeGreaterThan(120);
    const scores = await database.repositories.scores.recent(range, 1000);
    expect(scores.every(({ late }) => late === true)).toBe(true);
    expect((await database.repositories.waveforms.read(range)).length).toBeGreaterThan(80);
    await delay(3000);
    expect(await alarmsOf(offline)).toEqual([]);
  }, 120_000);

  it('raises no clinical alarm for the patients without an arrhythmia', async () => {
    expect(await alarmsOf(sinus)).toEqual([]);
    expect(await clinicalOf(tensed)).toEqual([]);
    expect(await clinicalOf(disconnected)).toEqual([]);
  });

  testCare(() => ({ stack, database, page, administrator, nurse, sinus }));
  testStaysAndDevices(() => ({ stack, database, page, administrator, nurse, sinus, disconnected, offline }));
});
