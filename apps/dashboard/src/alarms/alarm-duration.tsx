import { arrivedUs, type AlarmEvent } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import { changedUs } from '../format/alarm-moment.ts';
import { formatAgo, formatDuration } from '../format/time.ts';
import { useServerNowUs } from '../live/use-server-now.ts';

/** For how long an alarm has gone on, or how long it lasted and since when it has been over. */
export function AlarmDuration({ alarm }: { readonly alarm: AlarmEvent }): ReactNode {
  const isOver = alarm.state === 'latched';
  const nowUs = useServerNowUs(isOver ? 5000 : 1000);
  if (!isOver) return <>for {secondsText(nowUs - arrivedUs(alarm))}</>;
  const endedUs = changedUs(alarm);
  return (
    <>
      lasted {secondsText(endedUs - arrivedUs(alarm))}, over {formatAgo((nowUs - endedUs) / 1e6)}
    </>
  );
}

const secondsText = (us: number): string => formatDuration(Math.max(0, us / 1e6));
