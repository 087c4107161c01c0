import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { literalTexts } from './literal-texts.ts';

const source = new URL('../../apps/dashboard/src/', import.meta.url);

it('stand in no page but in the files of the languages', () => {
  const pages = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.tsx'),
  );
  expect(pages.length).toBeGreaterThan(80);
  const found = pages.flatMap((page) =>
    literalTexts(readFileSync(new URL(page, source), 'utf8')).map((text) => `${page}:${text}`),
  );
  expect(found.sort()).toEqual([]);
});

it.each([
  ['<p>Loading</p>', ['1: Loading']],
  ['<p title="Close it">{t.close}</p>', ['1: Close it']],
  ['<p aria-label={open ? "Open" : t.close}>{" · "}</p>', ['1: Open']],
  ['<p>{isOver && `over ${since}`}</p>', ['1: over ·']],
  ['<p className="quiet" data-testid="over">{t.over} <kbd>A</kbd> {speed} mm/s</p>', []],
  ['<p>{state === "live" && t.live} · 25 %</p>', []],
] as const)('finds what people see in %s', (page, texts) => {
  expect(literalTexts(page)).toEqual(texts);
});
