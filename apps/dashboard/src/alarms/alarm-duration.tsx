import { arrivedUs, type AlarmEvent } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import { changedUs } from '../format/alarm-moment.ts';
import { formatDuration } from '../format/time.ts';
import { useServerNowUs } from '../live/use-server-now.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { EndedAgo } from './ended-ago.tsx';

/** For how long an alarm has gone on, or how long it lasted and since when it has been over. */
export function AlarmDuration({ alarm }: { readonly alarm: AlarmEvent }): ReactNode {
  const { alarms } = useTexts();
  if (alarm.state !== 'latched') return <GoingOn alarm={alarm} />;
  return (
    <>
      {alarms.lasted(lengthUntil(alarm, changedUs(alarm)))} <EndedAgo alarm={alarm} />
    </>
  );
}

function GoingOn({ alarm }: { readonly alarm: AlarmEvent }): ReactNode {
  const t = useTexts();
  return <>{t.alarms.goesOnFor(lengthUntil(alarm, useServerNowUs(1000)))}</>;
}

const lengthUntil = (alarm: AlarmEvent, timeUs: number): string =>
  formatDuration(Math.max(0, (timeUs - arrivedUs(alarm)) / 1e6));
