import { afterEach, expect, it, vi } from 'vitest';
import { english } from '../texts/english/english.ts';
import { german } from '../texts/german/german.ts';
import { setPageTexts } from '../texts/page-texts.ts';
import { fetchJson } from './fetch-json.ts';

afterEach(() => vi.unstubAllGlobals());

/** A server that knows no session until a page is loaded. */
function serverThatForgets(): string[] {
  const asked: string[] = [];
  let known = false;
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path);
    if (path === '/') known = true;
    return Promise.resolve(
      known
        ? Response.json({ fine: true })
        : Response.json({ detail: 'Open a page first.' }, { status: 401 }),
    );
  });
  return asked;
}

it('gets a new session where the server has forgotten the old one', async () => {
  const asked = serverThatForgets();
  expect(await fetchJson('/api/patients')).toEqual({ fine: true });
  expect(await fetchJson('/api/alarms')).toEqual({ fine: true });
  expect(asked).toEqual(['/api/patients', '/', '/api/patients', '/api/alarms']);
});

it("throws with the server's own words, else in those of the page", async () => {
  setPageTexts(english);
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ detail: 'Not stored.' }, { status: 404 })));
  await expect(fetchJson('/api/x')).rejects.toThrow('Not stored.');
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')));
  await expect(fetchJson('/api/x')).rejects.toThrow('The dashboard server does not respond.');
});

it('says on a German page in German why it was refused', async () => {
  setPageTexts(german);
  const problem = {
    detail: 'No patient p-1 is known yet.',
    code: 'no-such-patient',
    values: { patientId: 'p-1' },
  };
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json(problem, { status: 404 })));
  await expect(fetchJson('/api/x')).rejects.toThrow('Noch ist kein Patient p-1 bekannt.');
});
