import { escapeHtml } from '../page/html.ts';

/** Grid of small charts with titles; the number of columns depends on the width of the page. */
export function panelGrid(panels: readonly { readonly title: string; readonly svg: string }[]): string {
  const items = panels.map(
    ({ title, svg }) => `<div class="panel"><p class="panel-title">${escapeHtml(title)}</p>${svg}</div>`,
  );
  return `<div class="panels">${items.join('')}</div>`;
}
