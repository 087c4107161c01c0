import type { FleetPatient } from '@beatwatch/simulator';
import type { Database } from '@beatwatch/timescale';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { seriousViolations } from '../stack/accessibility.ts';
import type { RunningStack } from '../stack/running-stack.ts';

interface Ward {
  readonly stack: RunningStack;
  readonly database: Database;
  /** The nurse's. */
  readonly page: Page;
  readonly administrator: Page;
  /** As her acts are stored. */
  readonly nurse: string;
  readonly sinus: FleetPatient;
  /** Has an open alarm. */
  readonly disconnected: FleetPatient;
  /** Has no device. */
  readonly offline: FleetPatient;
}

/** What staff do about limits, stays and devices. It changes the ward, so it comes last. */
export function testStaysAndDevices(of: () => Ward): void {
  it('shows which alarms own limits would have given, and puts them in force', async () => {
    const { stack, database, page, nurse, sinus } = of();
    const { patientId } = sinus;
    await page.goto(`${stack.info.url}/patients/${patientId}`);
    const panel = page.locator('[data-testid="limits"]');
    await panel.locator('[data-testid="limits-change"]').click({ timeout: 30_000 });
    const field = panel.locator('[data-testid="limit-heartRateHighBpm"]');
    await field.fill('9');
    expect(await panel.locator('[data-testid="limits-set"]').isDisabled()).toBe(true);
    await field.fill('150');
    await panel.getByRole('button', { name: 'Preview these limits over 24 hours' }).click();
    await panel.locator('[data-testid="limits-preview-result"]').waitFor({ timeout: 60_000 });
    await panel.locator('[data-testid="limits-set"]').click();
    const own = async () => (await database.repositories.limits.history(patientId, 1))[0];
    await expect
      .poll(own, { timeout: 30_000 })
      .toMatchObject({ limits: { heartRateHighBpm: 150 }, actor: nurse });
    await expect
      .poll(() => panel.locator('[data-testid="limits-origin"]').textContent(), { timeout: 30_000 })
      .toContain('own, set by Nurse K.');
    await panel.locator('[data-testid="limits-reset"]').click();
    await expect.poll(async () => (await own())?.limits, { timeout: 30_000 }).toEqual({});
  }, 180_000);

  it('gives a device that sends without a patient to one, and takes its packets from then on', async () => {
    const { stack, database, page, administrator, nurse, offline } = of();
    await administrator.goto(`${stack.info.url}/users`);
    await administrator.locator('input[name="keyName"]').fill('a gateway');
    await administrator.getByRole('button', { name: 'Make', exact: true }).click();
    const key = await administrator.locator('[data-testid="made-key"] code').textContent({ timeout: 30_000 });
    expect(await seriousViolations(administrator)).toEqual([]);
    const post = async (): Promise<number> => {
      const samples = { samplingRateHz: 250, microvoltsPerCount: 5, samples: [1, 2, 3] };
      const packet = { deviceId: 'patch-9', lead: 'V9', lastSampleTimeUs: Date.now() * 1000, ...samples };
      const response = await fetch(`${stack.info.ingestUrl}/v1/packets`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify(packet),
      });
      return response.status;
    };
    const { devices } = database.repositories;
    expect(await post()).toBe(409);
    await expect.poll(() => devices.list(), { timeout: 30_000 }).toMatchObject([{ deviceId: 'patch-9' }]);
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
    await expect.poll(post, { timeout: 30_000 }).toBe(202);
    await row.getByRole('button', { name: 'Take off' }).click();
    await row.getByRole('button', { name: 'Pair' }).waitFor({ timeout: 60_000 });
    await expect.poll(post, { timeout: 30_000 }).toBe(409);
  }, 180_000);

  it('lets who is discharged leave the station, ends the alarms and says who did it', async () => {
    const { stack, database, page, nurse, sinus, disconnected } = of();
    const { patientId } = disconnected;
    const tile = (patient: FleetPatient) =>
      page.locator(`[data-testid="tile"][data-patient="${patient.patientId}"]`);
    await page.goto(`${stack.info.url}/patients`);
    const row = page.locator(`[data-testid="patient-row"][data-patient="${patientId}"]`);
    await row.getByRole('button', { name: 'Change' }).click({ timeout: 60_000 });
    await row.getByRole('button', { name: 'Discharge', exact: true }).click();
    await row.locator('[data-testid="discharge"]').click();
    const alarms = () => database.repositories.alarms.list({ patientId, limit: 100 });
    await expect
      .poll(async () => (await alarms()).filter(({ state }) => state !== 'resolved'), { timeout: 30_000 })
      .toEqual([]);
    expect(await alarms()).toContainEqual(expect.objectContaining({ reason: 'discharged', actor: nurse }));
    await row.waitFor({ state: 'detached', timeout: 60_000 });
    await page.goto(stack.info.url);
    await tile(sinus).waitFor({ timeout: 60_000 });
    await tile(disconnected).waitFor({ state: 'detached', timeout: 60_000 });
    expect(await database.repositories.patients.find(patientId)).toMatchObject({ admission: 'discharged' });
  }, 180_000);
}
