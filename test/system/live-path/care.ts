import { expect, it } from 'vitest';
import { seriousViolations } from '../../stack/accessibility.ts';
import { disconnected, nurse, sinus, type PartOfLivePath } from './ward.ts';

/** What staff leave for those who come after them. */
export const testCare: PartOfLivePath = (of) => {
  it('shows what one writes on the screens of others, until somebody has done it', async () => {
    const { stack, database, page, administrator, open } = of();
    const { patientId } = sinus;
    const panel = page.locator('[data-testid="care-notes"]');
    const write = async (kind: 'note' | 'task', text: string): Promise<void> => {
      await panel.locator('[data-testid="note-kind"]').selectOption(kind);
      if (kind === 'task') await panel.locator('[data-testid="note-due"]').fill('06:00');
      await panel.locator('[data-testid="note-text"]').fill(text);
      await panel.locator('[data-testid="note-add"]').click();
      await panel.getByText(text).waitFor({ timeout: 60_000 });
    };
    await open(sinus);
    await panel.locator('[data-testid="note-text"]').waitFor({ timeout: 60_000 });
    await write('note', 'Sleeps badly, wants the light on');
    await write('task', 'Check the electrode');
    expect(await seriousViolations(page)).toEqual([]);
    const { careNotes } = database.repositories;
    expect(await careNotes.list({ patientId, limit: 9 })).toMatchObject([
      { kind: 'task', author: nurse, dueMs: expect.any(Number) as number },
      { kind: 'note', author: nurse },
    ]);
    await administrator.goto(`${stack.info.url}/handover`);
    const told = administrator.locator(`[data-testid="handover-patient"][data-patient="${patientId}"]`);
    await told.getByText('wants the light on').waitFor({ timeout: 60_000 });
    await told.getByText('Check the electrode').waitFor({ timeout: 60_000 });
    expect(await seriousViolations(administrator)).toEqual([]);
    await administrator.goto(`${stack.info.url}/patients`);
    const task = administrator.locator('[data-testid="open-tasks"] [data-testid="care-note"]');
    await task.getByText('Check the electrode').waitFor({ timeout: 60_000 });
    await task.getByRole('button', { name: 'Done' }).click();
    const done = administrator.locator('[data-testid="done-tasks"]');
    await done.locator('summary').click();
    await done.getByRole('button', { name: 'Reopen' }).click();
    await task.getByRole('button', { name: 'Done' }).click();
    await panel.getByText('Check the electrode').waitFor({ state: 'detached', timeout: 60_000 });
    await panel.getByRole('button', { name: 'Withdraw' }).click();
    await panel.getByText('wants the light on').waitFor({ state: 'detached', timeout: 60_000 });
    await panel.getByRole('checkbox').check();
    await panel.getByText('wants the light on').waitFor({ timeout: 60_000 });
  });

  it('shows one group of care on the station, as it shows one ward', async () => {
    const { stack, page, administrator, tile } = of();
    const group = administrator.locator('[data-testid="groups"]');
    await administrator.goto(`${stack.info.url}/patients`);
    const row = administrator.locator(`[data-testid="patient-row"][data-patient="${sinus.patientId}"]`);
    // What the browser has fetched: the page is alive.
    await row.waitFor({ timeout: 60_000 });
    await group.locator('summary').click({ timeout: 60_000 });
    await group.locator('[data-testid="group-name"]').fill('Team blue');
    await group.getByRole('button', { name: 'Make a group' }).click();
    await row.getByRole('button', { name: 'Change' }).click({ timeout: 60_000 });
    await row.getByRole('button', { name: 'Team blue' }).click({ timeout: 60_000 });
    await row.getByRole('button', { name: 'Team blue', pressed: true }).waitFor({ timeout: 60_000 });
    expect(await seriousViolations(administrator)).toEqual([]);
    await page.goto(stack.info.url);
    await tile(disconnected).waitFor({ timeout: 60_000 });
    const shown = page.locator('[data-testid="shown"]');
    await shown.selectOption({ label: 'Team blue' }, { timeout: 60_000 });
    await tile(disconnected).waitFor({ state: 'detached', timeout: 60_000 });
    await tile(sinus).waitFor({ timeout: 60_000 });
    await shown.selectOption('');
    await tile(disconnected).waitFor({ timeout: 60_000 });
  });
};
