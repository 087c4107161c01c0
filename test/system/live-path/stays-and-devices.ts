import type { DeviceReport } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { seriousViolations } from '../../stack/accessibility.ts';
import { disconnected, nurse, offline, sinus, type PartOfLivePath } from './ward.ts';

/** What staff do about limits, stays and devices. It changes the ward, so it comes last. */
export const testStaysAndDevices: PartOfLivePath = (of) => {
  it('shows which alarms own limits would have given, and puts them in force', async () => {
    const { database, page, open } = of();
    const { patientId } = sinus;
    await open(sinus);
    const panel = page.locator('[data-testid="limits"]');
    await panel.locator('[data-testid="limits-change"]').click({ timeout: 60_000 });
    const field = panel.locator('[data-testid="limit-heartRateHighBpm"]');
    await field.fill('9');
    expect(await panel.locator('[data-testid="limits-set"]').isDisabled()).toBe(true);
    await field.fill('150');
    await panel.getByRole('button', { name: 'Preview these limits over 24 hours' }).click();
    await panel.locator('[data-testid="limits-preview-result"]').waitFor({ timeout: 60_000 });
    await panel.locator('[data-testid="limits-set"]').click();
    const own = async () => (await database.repositories.limits.history(patientId, 1))[0];
    await expect
      .poll(own, { timeout: 60_000 })
      .toMatchObject({ limits: { heartRateHighBpm: 150 }, actor: nurse });
    await expect
      .poll(() => panel.locator('[data-testid="limits-origin"]').textContent(), { timeout: 60_000 })
      .toContain('own, set by Nurse K.');
    await panel.locator('[data-testid="limits-reset"]').click();
    await expect.poll(async () => (await own())?.limits, { timeout: 60_000 }).toEqual({});
  });

  it('gives a device that sends without a patient to one, and takes its packets and reports from then on', async () => {
    const { stack, database, browser, page, administrator } = of();
    await administrator.goto(`${stack.info.url}/users`);
    await administrator.locator('input[name="keyName"]').fill('a gateway');
    await administrator.getByRole('button', { name: 'Make', exact: true }).click();
    const key = await administrator.locator('[data-testid="made-key"] code').textContent({ timeout: 60_000 });
    expect(await seriousViolations(administrator)).toEqual([]);
    const post = async (report?: DeviceReport): Promise<number> => {
      const samples = { samplingRateHz: 250, microvoltsPerCount: 5, samples: [1, 2, 3] };
      const lastSampleTimeUs = Date.now() * 1000;
      const packet = { deviceId: 'patch-9', lead: 'V9', lastSampleTimeUs, report, ...samples };
      const response = await fetch(`${stack.info.ingestUrl}/v1/packets`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify(packet),
      });
      return response.status;
    };
    const { devices } = database.repositories;
    expect(await post()).toBe(409);
    await expect.poll(() => devices.list(), { timeout: 60_000 }).toMatchObject([{ deviceId: 'patch-9' }]);
    await page.goto(`${stack.info.url}/patients`);
    const row = page.locator('[data-testid="device"][data-device="patch-9"]');
    await row.getByText('is with nobody').waitFor({ timeout: 60_000 });
    expect(await seriousViolations(page)).toEqual([]);
    await row.getByRole('combobox').or(row.getByRole('textbox')).fill(offline.patientId);
    await row.getByRole('button', { name: 'Pair' }).click();
    await row.getByRole('button', { name: 'Take off' }).waitFor({ timeout: 60_000 });
    expect(await devices.list()).toMatchObject([
      { pairing: { patientId: offline.patientId, pairedBy: nurse } },
    ]);
    await expect.poll(() => post(), { timeout: 60_000 }).toBe(202);
    const bedside = await browser.newPage({ storageState: await page.context().storageState() });
    await bedside.goto(`${stack.info.url}/patients/${offline.patientId}`);
    // As a device does: again and again.
    const shownAfterReport = async (): Promise<string> => {
      expect(await post({ batteryPercent: 12, activity: 'walking', posture: 'upright' })).toBe(202);
      return bedside.locator('main').innerText();
    };
    await expect
      .poll(shownAfterReport, { timeout: 60_000, interval: 1000 })
      .toMatch(/Battery 12 %[^]*Walking, upright/);
    await bedside.close();
    await row.getByRole('button', { name: 'Take off' }).click();
    await row.getByRole('button', { name: 'Pair' }).waitFor({ timeout: 60_000 });
    await expect.poll(() => post(), { timeout: 60_000 }).toBe(409);
  });

  it('lets who is discharged leave the station, ends the alarms and says who did it', async () => {
    const { stack, database, page, tile } = of();
    const { patientId } = disconnected;
    await page.goto(`${stack.info.url}/patients`);
    const row = page.locator(`[data-testid="patient-row"][data-patient="${patientId}"]`);
    await row.getByRole('button', { name: 'Change' }).click({ timeout: 60_000 });
    await row.getByRole('button', { name: 'Discharge', exact: true }).click();
    await row.locator('[data-testid="discharge"]').click();
    const alarms = () => database.repositories.alarms.list({ patientId, limit: 100 });
    await expect
      .poll(async () => (await alarms()).filter(({ state }) => state !== 'resolved'), { timeout: 60_000 })
      .toEqual([]);
    expect(await alarms()).toContainEqual(expect.objectContaining({ reason: 'discharged', actor: nurse }));
    await row.waitFor({ state: 'detached', timeout: 60_000 });
    await page.goto(stack.info.url);
    await tile(sinus).waitFor({ timeout: 60_000 });
    await tile(disconnected).waitFor({ state: 'detached', timeout: 60_000 });
    expect(await database.repositories.patients.find(patientId)).toMatchObject({ admission: 'discharged' });
  });
};
