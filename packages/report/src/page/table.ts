import { escapeHtml } from './html.ts';

export interface ReportTable {
  readonly kind: 'table';
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly string[];
  /** Rows of cells; the first cell is the row's name, numbers are formatted already. */
  readonly rows: readonly (readonly string[])[];
  /** Index of a row to highlight. Default: none. */
  readonly highlightedRow?: number;
}

/** Matches cells of numeric columns, which are aligned right; other columns are aligned left. */
const number = /^$|^[-−+±]?\d/;

/** Table with a caption and named rows and columns; scrolls horizontally if too wide. */
export function table(options: Omit<ReportTable, 'kind'>): ReportTable {
  return { kind: 'table', ...options };
}

export function tableHtml({ id, caption, columns, rows, highlightedRow }: ReportTable): string {
  const isText = columns.map((_, column) => rows.some((row) => !number.test(row[column] ?? '')));
  const kind = (column: number): string => (isText[column] === true ? ' class="text"' : '');
  const head = columns
    .map((column, position) => `<th scope="col"${kind(position)}>${escapeHtml(column)}</th>`)
    .join('');
  const body = rows.map((row, index) => {
    const cells = row.map((cell, column) =>
      column === 0
        ? `<th scope="row">${escapeHtml(cell)}</th>`
        : `<td${kind(column)}>${escapeHtml(cell)}</td>`,
    );
    return `<tr${index === highlightedRow ? ' class="highlighted"' : ''}>${cells.join('')}</tr>`;
  });
  const name = escapeHtml(id);
  return (
    `<div class="table" id="${name}"><p class="table-caption" id="${name}-caption">${escapeHtml(caption)}</p>` +
    `<div class="scroll" tabindex="0" role="region" aria-labelledby="${name}-caption">` +
    `<table aria-labelledby="${name}-caption"><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div></div>`
  );
}
