import { escapeHtml } from '../page/html.ts';

/** Small charts side by side, as many in a row as the page has room for. */
export function panelGrid(panels: readonly { readonly title: string; readonly svg: string }[]): string {
  const items = panels.map(
    ({ title, svg }) => `<div class="panel"><p class="panel-title">${escapeHtml(title)}</p>${svg}</div>`,
  );
  return `<div class="panels">${items.join('')}</div>`;
}
