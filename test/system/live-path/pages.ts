import { expect, it } from 'vitest';
import { phoneFaultsOf, seriousViolationsOf } from '../../stack/accessibility.ts';
import { cutTexts } from '../../stack/cut-texts.ts';
import { signIn } from '../../stack/staff.ts';
import { alarmNames, stateTexts } from './shown-texts.ts';
import { sinus, ventricular, type PartOfLivePath } from './ward.ts';

/** All JavaScript that a page has loaded, as one text. */
const loadedScript = `Promise.all(performance.getEntriesByType('resource').filter(({ name }) => new URL(name).pathname.endsWith('.js'))
  .map(({ name }) => fetch(name).then((response) => response.text()))).then((scripts) => scripts.join())`;

/** With what shows that they are drawn. */
const pages = {
  '/': `[data-testid="tile"][data-patient="${ventricular.patientId}"]`,
  [`/patients/${ventricular.patientId}`]: '[data-testid="event-strip"]',
  '/patients': '[data-testid="patient-row"]',
  '/alarm-audit': '[data-testid="audit-text"]',
  '/account': '[data-testid="sign-out"]',
  '/set-up': 'input[name="password"]',
};

/** What holds for pages as such: contrast, language, phones. */
export const testPages: PartOfLivePath = (of) => {
  it.each(['dark', 'light', 'contrast'])(
    'has pages in %s colours that axe finds nothing serious on',
    async (theme) => {
      const { stack, page, tachycardia } = of();
      await page.evaluate(`localStorage.setItem('beatwatch.theme', '${theme}')`);
      const alarm = await tachycardia();
      const print = `/print/${ventricular.patientId}?alarm=${encodeURIComponent(alarm!.alarmId)}`;
      const all = { ...pages, [print]: '[data-testid="paper-row"]' };
      expect(await seriousViolationsOf(page, stack.info.url, all)).toEqual([]);
      expect(await page.locator('[data-testid="printed"] h1').textContent()).toMatch(/^ventricular-1 · \w/);
    },
  );

  it('speaks the language of the browser, or the one that a person has chosen', async () => {
    const { stack, browser } = of();
    const german = await browser.newPage({ locale: 'de-DE' });
    const script = () => german.evaluate<string>(loadedScript);
    const faults: string[] = [];
    german.on('pageerror', ({ message }) => {
      if (message.includes('React')) faults.push(message);
    });
    const counts = (text: string) => german.locator('[data-testid="counts"]', { hasText: text });
    try {
      await signIn(german, `${stack.info.url}/`);
      await counts('Patienten').waitFor({ timeout: 60_000 });
      await german.locator('html[lang="de"]').waitFor({ timeout: 60_000 });
      // What the server sends is in the language already, and nothing of another is loaded.
      expect(await (await german.reload())!.text()).toMatch(/<html lang="de"[^]*Patienten/);
      await counts('Patienten').waitFor({ timeout: 60_000 });
      expect(await script()).toContain('Kammerflimmern');
      expect(await script()).not.toContain('fibrillation index');
      await german.locator('[data-testid="display"]').click({ timeout: 60_000 });
      await german.locator('[data-testid="language"]').selectOption('en', { timeout: 60_000 });
      await counts('patients').waitFor({ timeout: 60_000 });
      await german.reload();
      await german.locator('html[lang="en"]').waitFor({ timeout: 60_000 });
      await counts('patients').waitFor({ timeout: 60_000 });
      expect(await script()).not.toContain('Kammerflimmern');
      // Such as that the browser draws another text than the server has sent.
      expect(faults).toEqual([]);
    } finally {
      await german.close();
    }
  });

  it('shows every state of a patient in full in tiles of every size, in both languages', async () => {
    const { stack, page, tile } = of();
    await page.goto(stack.info.url);
    await tile(sinus).locator('[data-testid="heart-rate"]').waitFor();
    const place = {
      box: `[data-testid="tile"][data-patient="${sinus.patientId}"]`,
      text: '[data-testid="status-text"]',
      sizesPx: [
        [200, 84],
        [240, 120],
        [300, 150],
        [374, 172],
        [480, 250],
        [640, 330],
        [960, 500],
      ],
    } as const;
    expect(await cutTexts(page, stateTexts, place)).toEqual([]);
  });

  it('fits a phone: alarms first, nothing sideways or cut, targets of 44 px', async () => {
    const { stack, browser } = of();
    const phone = await browser.newPage({ viewport: { width: 390, height: 844 } });
    try {
      await signIn(phone, `${stack.info.url}/`);
      const top = async (id: string): Promise<number> => {
        const first = phone.locator(`[data-testid="${id}"]`).first();
        await first.waitFor({ timeout: 60_000 });
        return (await first.boundingBox())!.y;
      };
      expect(await top('ward-alarm')).toBeLessThan(await top('tile'));
      const place = { box: '[data-testid="ward-alarm"]', text: '[data-testid="ward-alarm-kind"]' };
      expect(await cutTexts(phone, alarmNames, place)).toEqual([]);
      expect(await phoneFaultsOf(phone, stack.info.url, pages)).toEqual([]);
    } finally {
      await phone.close();
    }
  });
};
