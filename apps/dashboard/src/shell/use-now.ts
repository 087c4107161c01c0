import { useEffect, useState } from 'react';

/** Epoch milliseconds, renewed every `everyMs`; not renewed where that is undefined. */
export function useNow(everyMs: number | undefined): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (everyMs === undefined) return;
    const renew = (): void => {
      setNowMs(Date.now());
    };
    renew();
    const timer = setInterval(renew, everyMs);
    return () => {
      clearInterval(timer);
    };
  }, [everyMs]);
  return nowMs;
}
