import { useEffect } from 'react';

/** What keys do, by their lower-case name: `a`, `enter`, `escape`, `arrowleft`. */
export type Keys = Readonly<Partial<Record<string, () => void>>>;

/** Keys of a page. A key that is held down counts once; what goes into a field or a button does not count. */
export function useKeys(keys: Keys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { repeat, ctrlKey, metaKey, altKey, target } = event;
      if (repeat || ctrlKey || metaKey || altKey || event.defaultPrevented) return;
      if (target instanceof Element && isTakenBy(target, event.key)) return;
      const action = keys[event.key.toLowerCase()];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [keys]);
}

const isTakenBy = (target: Element, key: string): boolean =>
  target.closest('input, select, textarea') !== null ||
  (key === 'Enter' && target.closest('a, button, summary') !== null) ||
  (key.startsWith('Arrow') && target.closest('[tabindex="0"]') !== null);
