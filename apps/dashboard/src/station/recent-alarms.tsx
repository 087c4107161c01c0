import type { AlarmRow as StoredAlarm } from '@beatwatch/timescale';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { alarmHref } from '../alarms/alarm-href.ts';
import { maxAlarms, refreshMs, useRecentAlarms } from '../alarms/use-recent-alarms.ts';
import { EpisodeGroup } from '../episodes/episode-group.tsx';
import { StripThumbnail } from '../alarms/strip-thumbnail.tsx';
import { alarmName, formatLabel, formatMeasurement } from '../format/alarm-format.ts';
import { cameLastUs, formatTimes } from '../format/episode-format.ts';
import { formatTimeOfDay } from '../format/time.ts';
import { AlarmIcon } from '../icons/alarm-icon.tsx';
import { useServerNowUs } from '../live/use-server-now.ts';
import type { Texts } from '../texts/texts.ts';
import type { AlarmPanelProps } from './alarm-panel-props.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './alarm-panel.module.css';

const hours = 12;

/** The alarms of the last twelve hours, by when they came last: when, who, what, who acknowledged it, and the strip of each episode. */
export function RecentAlarms({ isShown, nameOf }: AlarmPanelProps): ReactNode {
  const t = useTexts();
  const nowUs = useServerNowUs(refreshMs);
  const { data, error, isPending } = useRecentAlarms();
  if (isPending) return <p className="quiet">{t.station.panel.loading}</p>;
  if (error !== null) return <p role="alert">{error.message}</p>;
  const recent = data.alarms
    .filter((alarm) => isShown(alarm.patientId) && cameLastUs(alarm) > nowUs - hours * 3600e6)
    .sort((a, b) => cameLastUs(b) - cameLastUs(a));
  if (recent.length === 0) return <p className="quiet">{t.station.panel.noneIn(hours)}</p>;
  return (
    <ul className={styles.list} data-testid="recent-alarms">
      {recent.map((alarm) => (
        <li
          key={alarm.alarmId}
          className={styles.past}
          data-testid="recent-alarm"
          data-patient={alarm.patientId}
          data-priority={alarm.priority}
          data-state={alarm.state}
        >
          <Link className={styles.link} href={alarmHref(alarm)} prefetch={false}>
            <time>{formatTimeOfDay(cameLastUs(alarm))}</time>
            <span className={styles.icon}>
              <AlarmIcon alarm={alarm} />
            </span>
            <strong>{nameOf(alarm.patientId)}</strong>
            <span>
              {[alarmName(t, alarm), formatTimes(t, alarm)].filter((part) => part !== undefined).join(', ')}
            </span>
          </Link>
          <StripThumbnail alarm={alarm} />
          <span className="quiet">
            {[formatMeasurement(t, alarm), ...outcomeOf(t, alarm)]
              .filter((part) => part !== undefined)
              .join(' · ')}
          </span>
          {alarm.episodes > 1 && <EpisodeGroup alarm={alarm} />}
        </li>
      ))}
      {data.alarms.length === maxAlarms && <li className="quiet">{t.station.panel.newest(maxAlarms)}</li>}
    </ul>
  );
}

const outcomeOf = (t: Texts, { state, label, acknowledgedBy }: StoredAlarm): (string | undefined)[] => [
  t.station.panel.states[state],
  acknowledgedBy && t.station.panel.acknowledgedBy(acknowledgedBy),
  label && formatLabel(t, label),
];
