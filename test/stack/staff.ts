import type { Page } from 'playwright-core';
import type { RunningStack } from './running-stack.ts';

const nurseKim = { name: 'Nurse K.', email: 'kim@ward.example', password: 'a nurse of the night' };

const setPassword = async (page: Page, link: string, password: string): Promise<void> => {
  await page.goto(link);
  await page.locator('input[name="password"]').fill(password);
  await page.getByRole('button', { name: 'Set password and sign in' }).click();
  await page.locator('[data-testid="who"]').waitFor({ timeout: 30_000 });
};

/** The link that the first start has printed. */
export function setUpLinkOf({ printed }: RunningStack): string {
  const link = /http\S+\/set-up#\S+/.exec(printed)?.[0];
  if (link === undefined) throw new Error(`no set-up link was printed:\n${printed}`);
  return link;
}

/** The first administrator by the link that `beatwatch start` has printed, in this page; adds a nurse. @returns the nurse's link */
export async function setUpStaff(page: Page, stack: RunningStack): Promise<string> {
  await setPassword(page, setUpLinkOf(stack), 'an administrator of the day');
  await page.goto(`${stack.info.url}/users`);
  await page.locator('input[name="name"]').fill(nurseKim.name);
  await page.locator('input[name="email"]').fill(nurseKim.email);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const linked = page.locator('[data-testid="set-up-link"] code');
  return (await linked.textContent({ timeout: 30_000 }))!;
}

/** The nurse sets her password by the link, and is signed in. */
export const begin = (page: Page, link: string): Promise<void> => setPassword(page, link, nurseKim.password);

/** The nurse signs in by the form that a wanted page leads to, and comes to that page. */
export async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator('input[name="email"]').fill(nurseKim.email);
  await page.locator('input[name="password"]').fill(nurseKim.password);
  await page.locator('main form button').click();
  await page.waitForURL(url, { timeout: 30_000 });
}
