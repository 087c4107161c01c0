import { alarmEpisodes } from '@beatwatch/contracts';
import { expect, it } from 'vitest';
import { nurse, ventricular, type PartOfLivePath } from './ward.ts';

/** How many of the strips beside episodes are drawn. */
const drawnStrips = `[...document.querySelectorAll('[data-testid="episode"] canvas')].filter((canvas) =>
  canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0)).length`;

/** An alarm that came several times. */
export const testEpisodes: PartOfLivePath = (of) => {
  it('lists the episodes of an alarm, each with its time and strip, and labels one of them alone', async () => {
    const { database, page, tachycardia, open } = of();
    const { alarms } = database.repositories;
    // A run comes every 40 s, and within three minutes it is the same alarm.
    await expect
      .poll(async () => (await tachycardia())?.episodes, { timeout: 120_000, interval: 500 })
      .toBeGreaterThan(1);
    const { alarmId, kind } = (await tachycardia())!;
    const [first, second] = alarmEpisodes(await alarms.history(alarmId));
    const labelsOf = async (episode: number) =>
      (await alarms.labels(alarmId)).filter((given) => given.episode === episode);
    const labelsOfFirst = await labelsOf(first!.number);

    await open(ventricular, `?alarm=${encodeURIComponent(alarmId)}`);
    const group = page.locator(`[data-testid="alarm"][data-chosen="true"][data-kind="${kind}"]`);
    await group.getByText(/, \d+ times, last \d\d:\d\d:\d\d$/).waitFor({ timeout: 60_000 });
    const row = (number: number) => page.locator(`[data-testid="episode"][data-number="${number}"]`);
    const spanOf = async (number: number) => (await row(number).textContent({ timeout: 60_000 }))!;
    expect(await spanOf(second!.number)).toMatch(/^\d\d:\d\d:\d\d(, goes on| to \d\d:\d\d:\d\d)/);
    expect((await spanOf(second!.number)).slice(0, 8)).not.toBe((await spanOf(first!.number)).slice(0, 8));
    await row(first!.number).scrollIntoViewIfNeeded();
    await expect.poll(() => page.evaluate<number>(drawnStrips), { timeout: 60_000 }).toBeGreaterThan(1);

    const detail = page.locator('[data-testid="event-detail"]');
    await row(second!.number).getByRole('button').click();
    await detail
      .getByRole('heading', { name: (await spanOf(second!.number)).slice(0, 8) })
      .waitFor({ timeout: 60_000 });
    await detail.locator('[data-testid="labels"] [data-label="false"]').click();
    await expect
      .poll(() => labelsOf(second!.number), { timeout: 60_000 })
      .toContainEqual(expect.objectContaining({ label: 'false', actor: nurse }));
    // The address names the episode by now.
    await page.reload();
    await row(second!.number)
      .and(page.locator('[data-label="false"][data-chosen="true"]'))
      .waitFor({ timeout: 60_000 });
    expect(await row(first!.number).getAttribute('data-label')).not.toBe('false');
    expect(await labelsOf(first!.number)).toEqual(labelsOfFirst);
  });
};
