import process from 'node:process';
import type { PatientId } from '@beatwatch/contracts';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { signIn } from '../../stack/staff.ts';
import { disconnected, nurse, sinus, tensed, ventricular, type PartOfLivePath } from './ward.ts';

/** Alarms from raise to acknowledgement: on every screen, kept, told to others, and whole though parts are killed. */
export const testAlarms: PartOfLivePath = (of) => {
  it('raises an alarm when a patient stops sending', async () => {
    const { stack, page, alarmsOf, tile } = of();
    await page.goto(stack.info.url);
    await tile(disconnected)
      .and(page.locator('[data-state="no-data"][data-kind="no-data"]'))
      .waitFor({ timeout: 90_000 });
    const [alarm] = await alarmsOf(disconnected);
    expect(alarm).toMatchObject({ kind: 'no-data', state: 'active' });
  });

  it('silences an alarm and pauses the sound on every screen, whoever asked', async () => {
    const { stack, database, browser, page } = of();
    // Of a browser of its own: nothing goes by way of what a browser remembers.
    const other = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    const in_ = (of: Page, id: string) => of.locator(`[data-testid="${id}"]`);
    const row = (of: Page) =>
      of.locator(`[data-testid="alarm"][data-patient="${disconnected.patientId}"][data-kind="no-data"]`);
    try {
      await signIn(other, `${stack.info.url}/`);
      await row(page).locator('[data-testid="silence"]').click({ timeout: 60_000 });
      await row(other).locator('[data-testid="silenced"]').waitFor({ timeout: 60_000 });
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
          { timeout: 60_000, interval: 500 },
        )
        .toBe(true);
      await expect
        .poll(
          async () => {
            await press(page, 'paused');
            return in_(other, 'paused').count();
          },
          { timeout: 60_000, interval: 500 },
        )
        .toBe(0);
      await expect
        .poll(() => in_(other, 'pause-message').textContent(), { timeout: 60_000 })
        .toMatch(/ ended the pause$/);
      const stored = async () => (await database.repositories.silences.since(0)).map(({ scope }) => scope);
      await expect
        .poll(stored, { timeout: 60_000 })
        .toEqual(expect.arrayContaining([expect.stringMatching(`^alarm:${disconnected.patientId}/`), 'all']));
    } finally {
      await other.close();
    }
  });

  it('shows a technical state, not an anomaly, where muscle noise drowns the signal', async () => {
    const { page, tile } = of();
    await tile(tensed)
      .and(page.locator('[data-state="technical"][data-kind="poor-signal"]'))
      .waitFor({ timeout: 90_000 });
    await expect.poll(() => tile(tensed).locator('[data-testid="heart-rate"]').textContent()).toBe('–');
  });

  it('raises an alarm once though the scorer is killed while it stands, and ends it once', async () => {
    const { stack, page, changesOf, tile } = of();
    await tile(ventricular).and(page.locator('[data-state="alarm"]')).waitFor({ timeout: 90_000 });
    const before = await stack.pidOf('scorer');
    process.kill(before, 'SIGKILL');
    await expect.poll(() => stack.pidOf('scorer'), { timeout: 60_000 }).not.toBe(before);
    // Its beats are frequent ectopy as well, which is another alarm once the tachycardia is over.
    const changesOfTachycardia = async () =>
      (await changesOf(ventricular.patientId)).filter(({ kind }) => kind === 'ventricular-tachycardia');
    await expect
      .poll(async () => (await changesOfTachycardia()).map(({ state }) => state), { timeout: 60_000 })
      .toContain('latched');
    const changes = await changesOfTachycardia();
    expect(new Set(changes.map(({ alarmId }) => alarmId)).size).toBe(1);
    expect(changes.map(({ changeNumber }) => changeNumber)).toEqual(changes.map((_, index) => index + 1));
    expect(changes.slice(0, 2).map(({ state }) => state)).toEqual(['active', 'latched']);
    // Escalated or not: that nobody takes it is no change of state.
    const missing = await changesOf(disconnected.patientId);
    expect(new Set(missing.map(({ alarmId }) => alarmId)).size).toBe(1);
    expect(new Set(missing.map(({ state }) => state))).toEqual(new Set(['active']));
  });

  it('keeps the strip of an alarm, and its label with the name of who gave it', async () => {
    const { database, page, tachycardia, changesOf, open } = of();
    const { alarmId } = (await tachycardia())!;
    const { alarms } = database.repositories;
    await expect
      .poll(async () => (await alarms.strip(alarmId)).length, { timeout: 60_000 })
      .toBeGreaterThan(10);
    await open(ventricular, `?alarm=${encodeURIComponent(alarmId)}`);
    await page
      .locator('[data-testid="alarm"][data-chosen="true"][data-kind="ventricular-tachycardia"]')
      .waitFor({ timeout: 60_000 });
    await page.locator('[data-testid="event-strip"]').waitFor({ timeout: 60_000 });
    await page.locator('[data-testid="labels"] [data-label="true"]').click();
    await expect
      .poll(() => alarms.labels(alarmId), { timeout: 60_000 })
      .toMatchObject([{ label: 'true', actor: nurse }]);
    await page
      .locator('[data-testid="event-detail"]')
      .getByRole('button', { name: /^Acknowledge/ })
      .click();
    const ofNurse = async () =>
      (await changesOf(ventricular.patientId)).filter(({ actor }) => actor?.startsWith('Nurse K. · '));
    await expect.poll(async () => (await ofNurse()).length, { timeout: 60_000 }).toBe(1);
  });

  it('tells a pager and an alert manager of every change, though the notifier is killed', async () => {
    const { stack, receivers, changesOf } = of();
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
  });

  it('shows the alarms of others on a page of a patient, and acknowledges by A what the first press has shown', async () => {
    const { page, changesOf, tile, open } = of();
    await open(sinus);
    await page.locator('[data-testid="ward-alarm"]').first().waitFor({ timeout: 60_000 });
    await page.keyboard.press('Escape');
    await tile(disconnected).waitFor({ timeout: 60_000 });
    const enlarged = page.locator('[data-testid="enlarged"]');
    // Keys count once the page listens, soon after it is drawn, and once its alarms have come.
    await expect
      .poll(
        async () => {
          await page.keyboard.press('a');
          await enlarged.waitFor({ timeout: 2000 }).catch(() => undefined);
          return enlarged.isVisible();
        },
        { timeout: 60_000 },
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
        { timeout: 60_000, interval: 1000 },
      )
      .toBeGreaterThan(before);
  });
};
