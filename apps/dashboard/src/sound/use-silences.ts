import type { AlarmEvent, PatientId, Silence } from '@beatwatch/contracts';
import { useWards } from '../alarms/use-wards.ts';
import { useFeedView, useLive } from '../live/live-context.ts';
import { useRemembered } from '../shell/remembered.ts';
import { useNow } from '../shell/use-now.ts';
import { localPauseLeftMs, localPauseMs, silenceOf } from './pause.ts';

export interface Silences {
  /** In force, or ended a moment ago. */
  readonly silences: readonly Silence[];
  /** The gateway's clock as it goes on: also a page that is cut off ends a pause. */
  readonly nowMs: number;
  /** The ward that this page shows; undefined for all, and for a group. */
  readonly ward: string | undefined;
  /** Whether this page shows a group of care, which crosses wards. */
  readonly isOfGroup: boolean;
  readonly wardOf: (id: PatientId) => string;
}

/** What is muted on all screens, renewed while something is. */
export function useSilences(): Silences {
  const { silences } = useFeedView();
  const { feed } = useLive();
  const { shown, wardOf } = useWards();
  const { ward, group } = shown;
  const browserMs = useNow(silences.length > 0 ? 500 : undefined);
  const nowMs = feed.serverNowMs ?? browserMs;
  return { silences, nowMs, ward, isOfGroup: group !== undefined, wardOf };
}

/** What mutes an alarm, with what is left of it; undefined where nothing does. */
export function useSilenceOf(
  alarm: AlarmEvent,
): { readonly silence: Silence; readonly leftMs: number } | undefined {
  const { silences, ...known } = useSilences();
  const silence = silenceOf(alarm, silences, known);
  return silence && { silence, leftMs: silence.untilMs - known.nowMs };
}

const localPauseName = 'sound-paused-until';

/** A pause in the windows of this browser alone, for what the gateway cannot pause: that it does not answer. */
export function useLocalPause(): {
  readonly leftMs: number;
  readonly start: () => void;
  readonly end: () => void;
} {
  const [until, setUntil] = useRemembered(localPauseName);
  const untilMs = until === undefined ? undefined : Number(until);
  const leftMs = localPauseLeftMs(untilMs, Date.now());
  useNow(leftMs > 0 ? 500 : undefined);
  return {
    leftMs,
    start: () => {
      setUntil(String(Date.now() + localPauseMs));
    },
    end: () => {
      setUntil('0');
    },
  };
}
