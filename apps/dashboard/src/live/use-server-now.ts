import { useNow } from '../shell/use-now.ts';
import { useLive } from './live-context.ts';

/**
 * Epoch microseconds of the gateway's clock at its last message, renewed every so often: alarms are timed by servers, and
 * the browser's clock may be wrong. It stands still while the page is cut off.
 */
export function useServerNowUs(everyMs: number): number {
  const { feed } = useLive();
  const nowMs = useNow(everyMs);
  return (feed.serverTimeMs || nowMs) * 1000;
}
