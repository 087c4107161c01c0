import { useCallback, useRef, useState } from 'react';
import type { WindowSize } from './grid-layout.ts';

/** Size of an element; undefined before it is laid out. */
export function useSize(): readonly [
  ref: (element: HTMLElement | null) => void,
  size: WindowSize | undefined,
] {
  const [size, setSize] = useState<WindowSize>();
  const observer = useRef<ResizeObserver>(undefined);
  const ref = useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect();
    if (element === null) return;
    observer.current = new ResizeObserver(() => {
      // Whole pixels: a fraction of one is no other window.
      const { clientWidth: widthPx, clientHeight: heightPx } = element;
      setSize((before) =>
        before?.widthPx === widthPx && before.heightPx === heightPx ? before : { widthPx, heightPx },
      );
    });
    observer.current.observe(element);
  }, []);
  return [ref, size];
}
