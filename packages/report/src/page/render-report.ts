import type { Figure } from '../figure.ts';
import { escapeHtml, scriptJson } from './html.ts';
import { pageStyle } from './style.ts';
import { tableHtml, type ReportTable } from './table.ts';

export interface ReportSection {
  /** `id` of the heading's element, unique in the report. */
  readonly id: string;
  readonly title: string;
  /** Paragraphs above the content. Default: none. */
  readonly text?: readonly string[];
  readonly content?: readonly (Figure | ReportTable)[];
}

export interface ReportFact {
  readonly name: string;
  readonly value: string;
  /** Whether the value is set in monospace. Default false. */
  readonly code?: boolean;
}

export interface Report {
  readonly title: string;
  /** Main findings in plain words, as paragraphs. */
  readonly lead: readonly string[];
  /** Provenance: data, fingerprint, seeds, versions, duration, command to reproduce the report. */
  readonly facts: readonly ReportFact[];
  readonly sections: readonly ReportSection[];
  /** Numbers of the run, plain JSON; the report adds `figures`, with the numbers of each figure by id. */
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Renders the report as one HTML file that needs no network and runs no script. All text is escaped, except the `svg`
 * of figures. The numbers are embedded as JSON in the element with the id `run-data`.
 */
export function renderReport({ title, lead, facts, sections, data }: Report): string {
  const figures = sections.flatMap(({ content = [] }) => content.filter((item) => item.kind !== 'table'));
  const numbers = { ...data, figures: Object.fromEntries(figures.map((figure) => [figure.id, figure.data])) };
  const chapters = [
    ...sections.map(({ id, title: name }) => ({ id, name })),
    { id: 'facts', name: factsTitle },
  ];
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">`,
    `<title>${escapeHtml(title)}</title>`,
    `<style>${pageStyle}</style>`,
    '</head>',
    '<body>',
    '<header>',
    '<p class="brand">Beatwatch</p>',
    `<h1>${escapeHtml(title)}</h1>`,
    ...lead.map((paragraph) => `<p class="lead">${escapeHtml(paragraph)}</p>`),
    '</header>',
    chapters.length > 3 ? contents(chapters) : '',
    '<main>',
    ...sections.map(sectionHtml),
    factsHtml(facts),
    '</main>',
    `<script type="application/json" id="run-data">${scriptJson(numbers)}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const factsTitle = 'How this was made';

function contents(chapters: readonly { readonly id: string; readonly name: string }[]): string {
  const items = chapters.map(
    ({ id, name }) => `<li><a href="#${escapeHtml(id)}">${escapeHtml(name)}</a></li>`,
  );
  return `<nav aria-label="Contents"><ol>${items.join('')}</ol></nav>`;
}

function sectionHtml({ id, title, text = [], content = [] }: ReportSection): string {
  return [
    `<section aria-labelledby="${escapeHtml(id)}">`,
    `<h2 id="${escapeHtml(id)}">${escapeHtml(title)}</h2>`,
    ...text.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
    ...(content.length === 0 ? [] : ['<div class="content">', ...content.map(itemHtml), '</div>']),
    '</section>',
  ].join('\n');
}

function itemHtml(item: Figure | ReportTable): string {
  if (item.kind === 'table') return tableHtml(item);
  const { id, kind, svg, caption } = item;
  return `<figure id="${escapeHtml(id)}" data-figure="${kind}">${svg}<figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

function factsHtml(facts: readonly ReportFact[]): string {
  const rows = facts.map(({ name, value, code = false }) => {
    const text = escapeHtml(value);
    return `<tr><th scope="row">${escapeHtml(name)}</th><td>${code ? `<code>${text}</code>` : text}</td></tr>`;
  });
  return (
    `<section aria-labelledby="facts"><h2 id="facts">${factsTitle}</h2>` +
    `<div class="scroll" tabindex="0" role="region" aria-label="${factsTitle}"><table class="facts"><tbody>${rows.join('')}</tbody></table></div></section>`
  );
}
