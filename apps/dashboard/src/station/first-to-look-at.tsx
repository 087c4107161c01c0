import Link from 'next/link';
import type { ReactNode } from 'react';
import { patientHref } from '../alarms/alarm-href.ts';
import { useAttention } from '../rank/use-attention.ts';
import type { AlarmPanelProps } from './alarm-panel-props.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './alarm-panel.module.css';

const mostReasons = 3;

/** Patients in whom something stands out, the one to look at first on top, with the reasons. */
export function FirstToLookAt({ isShown, nameOf }: AlarmPanelProps): ReactNode {
  const t = useTexts();
  const ranked = [...useAttention(true)]
    .filter(([patientId, { points }]) => points > 0 && isShown(patientId))
    .sort(([, a], [, b]) => b.points - a.points);
  return (
    <>
      <p className="quiet small">{t.station.panel.rule}</p>
      {ranked.length === 0 && <p className="quiet">{t.station.panel.nothingStandsOut}</p>}
      <ol className={styles.list} data-testid="ranked">
        {ranked.map(([patientId, { reasons }]) => (
          <li key={patientId} className={styles.rank} data-patient={patientId}>
            <Link className={styles.link} href={patientHref(patientId)} prefetch={false}>
              <strong>{nameOf(patientId)}</strong>
            </Link>
            <span>{reasons.slice(0, mostReasons).join('; ')}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
