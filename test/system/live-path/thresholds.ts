import { expect, it } from 'vitest';
import { nurse, sinus, type PartOfLivePath } from './ward.ts';

/** Staff's threshold of the anomaly score: tried, then set. */
export const testThresholds: PartOfLivePath = (of) => {
  it('says which alarms another threshold would have given, before it is set', async () => {
    const { page, open } = of();
    await open(sinus);
    await page.locator('[data-testid="threshold-field"]').fill('0.2');
    await page.getByRole('button', { name: 'Preview the last 24 hours' }).click();
    const result = page.locator('[data-testid="threshold-preview-result"]');
    await result.waitFor({ timeout: 60_000 });
    const text = await result.textContent();
    expect(text).toMatch(/It would have alarmed \d+ times? more.*Anomalous beats: \d+ % instead of/);
    expect(text).toContain('More');
    await page.locator('[data-testid="threshold-field"]').fill('0.3');
    await result.waitFor({ state: 'detached', timeout: 60_000 });
  });

  it("puts staff's threshold in force with the next beat, and refuses one out of bounds", async () => {
    const { database, page, open } = of();
    await open(sinus);
    const field = page.locator('[data-testid="threshold-field"]');
    await field.fill('1e9');
    expect(await page.getByRole('button', { name: 'Set', exact: true }).isDisabled()).toBe(true);
    await field.fill('3.25');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    const setMs = Date.now();
    await expect
      .poll(() => page.locator('[data-testid="threshold-in-force"]').textContent(), { timeout: 60_000 })
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
    // A beat is scored when the next one is known, some 0.6 s later, and waits its turn; on a busy machine longer.
    expect(first!.beatTimeUs / 1000 - setMs).toBeLessThan(15_000);
    await page.getByRole('button', { name: 'Back to learned' }).click();
    await expect
      .poll(async () => (await database.repositories.thresholds.inForce(sinus.patientId))?.value, {
        timeout: 60_000,
      })
      .toBeUndefined();
  });
};
