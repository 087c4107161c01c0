import type { Page } from 'playwright-core';

interface Place {
  /** Selector of what the text has to stay within; of several the first. */
  readonly box: string;
  /** Selector of the text, within the box. */
  readonly text: string;
  /** Sizes that the box is given, one after the other, px. Default: the one that it has. */
  readonly sizesPx?: readonly (readonly [width: number, height: number])[];
}

/**
 * Puts texts into a place of the page as it is, and looks which are cut there. The page has to be loaded anew afterwards.
 * @returns each text that is cut, with the size
 */
export const cutTexts = (page: Page, texts: readonly string[], place: Place): Promise<readonly string[]> =>
  page.evaluate<string[]>(`((texts, { box, text, sizesPx }) => {
    const outer = document.querySelector(box);
    const inner = outer.querySelector(text);
    const range = document.createRange();
    const cutIn = (size) => texts.filter((one) => {
      inner.textContent = one;
      range.selectNodeContents(inner);
      const [shown, room] = [range.getBoundingClientRect(), outer.getBoundingClientRect()];
      return inner.scrollWidth > inner.clientWidth || shown.left < room.left || shown.right > room.right
        || shown.top < room.top || shown.bottom > room.bottom;
    }).map((one) => one + ' in ' + size);
    if (sizesPx === undefined) return cutIn(outer.offsetWidth + ' px');
    outer.style.position = 'fixed';
    return sizesPx.flatMap(([width, height]) => {
      outer.style.width = width + 'px';
      outer.style.height = height + 'px';
      return cutIn(width + ' x ' + height + ' px');
    });
  })(${JSON.stringify(texts)}, ${JSON.stringify(place)})`);
