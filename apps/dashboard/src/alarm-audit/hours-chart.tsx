import type { AlarmAudit } from '@beatwatch/timescale';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './alarm-audit.module.css';

const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** Alarms by the hour of the day, one column for each. */
export function HoursChart({ byHour }: Pick<AlarmAudit, 'byHour'>): ReactNode {
  const t = useTexts();
  const counts = hours.map((hour) =>
    byHour.filter((row) => row.hour === hour).reduce((sum, { alarms }) => sum + alarms, 0),
  );
  const most = Math.max(1, ...counts);
  return (
    <section>
      <h2>{t.pages.audit.byHour}</h2>
      <ol className={styles.hours}>
        {counts.map((count, hour) => (
          <li key={hour} title={t.pages.audit.hour(hour, hour + 1, t.station.bar.alarms(count))}>
            <span className={styles.count}>{count > 0 && count}</span>
            <span className={styles.column} style={{ height: `${(100 * count) / most}px` }} />
            <span className="quiet">{hour}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
