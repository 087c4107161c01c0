import type { AlarmEvent } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import { changedUs } from '../format/alarm-moment.ts';
import { formatAgo } from '../format/time.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { useServerNowUs } from '../live/use-server-now.ts';

/** How long ago an alarm ended that nobody has seen. */
export function EndedAgo({ alarm }: { readonly alarm: AlarmEvent }): ReactNode {
  const t = useTexts();
  const nowUs = useServerNowUs(5000);
  return <>{formatAgo(t, (nowUs - changedUs(alarm)) / 1e6)}</>;
}
