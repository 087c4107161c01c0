import type { AlarmEvent } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import { useFeedView } from '../live/live-context.ts';
import { soundingOf } from './alarm-burst.ts';
import { silenceOf } from './pause.ts';
import { useBurst } from './use-burst.ts';
import { useLocalPause, useSilences } from './use-silences.ts';

/** Sounds for the most urgent of the alarms that nothing mutes; shows nothing. */
export function AlarmSound({ alarms }: { readonly alarms: readonly AlarmEvent[] }): ReactNode {
  const { silences, ...known } = useSilences();
  const { connection } = useFeedView();
  const isPausedHere = useLocalPause().leftMs > 0 && connection.state !== 'live';
  const heard = alarms.filter((alarm) => silenceOf(alarm, silences, known) === undefined);
  useBurst(isPausedHere ? undefined : soundingOf(heard));
  return undefined;
}
