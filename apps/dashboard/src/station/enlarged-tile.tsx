import type { AlarmEvent } from '@beatwatch/contracts';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { AcknowledgeButton } from '../alarms/acknowledge-button.tsx';
import { alarmHref, patientHref } from '../alarms/alarm-href.ts';
import { SilenceButton } from '../alarms/silence-button.tsx';
import { formatAlarm } from '../format/alarm-format.ts';
import { useFeedView } from '../live/live-context.ts';
import { alarmOf } from '../live/status.ts';
import { usePrintNow } from '../print/use-print-now.ts';
import type { RosterEntry } from './roster.ts';
import { TileFace } from './tile-face.tsx';
import styles from './tile.module.css';
import { useTexts } from '../texts/language-provider.tsx';
import { TileFacts } from './tile.tsx';

/** The selected patient, large. Key A acknowledges the alarm that its button names. */
export function EnlargedTile(props: {
  readonly entry: RosterEntry;
  /** The alarm that was selected. */
  readonly alarmId: string | undefined;
  readonly onAcknowledge: (alarm: AlarmEvent) => void;
  readonly onClose: () => void;
}): ReactNode {
  const t = useTexts();
  const { entry, alarmId, onAcknowledge, onClose } = props;
  const { alarms } = useFeedView();
  const printNow = usePrintNow();
  const { patientId, summary } = entry;
  const ofTile = alarmOf(summary.status);
  const alarm = alarms.find((candidate) => candidate.alarmId === alarmId) ?? ofTile;
  return (
    <section
      className={`${styles.tile} ${styles.large}`}
      aria-label={t.station.tile.selected}
      data-testid="enlarged"
      data-patient={patientId}
      data-state={summary.status.kind}
      data-priority={ofTile?.priority}
    >
      <TileFace {...entry} />
      <footer className={styles.footer}>
        {alarm === undefined ? (
          <TileFacts summary={summary} />
        ) : (
          <p className={styles.facts} data-testid="enlarged-alarm">
            <strong>{formatAlarm(t, alarm)}</strong>
          </p>
        )}
        <span className={styles.actions}>
          {alarm !== undefined && <AcknowledgeButton alarm={alarm} onAcknowledge={onAcknowledge} />}
          {alarm !== undefined && <SilenceButton alarm={alarm} />}
          <Link
            className={styles.action}
            href={alarm === undefined ? patientHref(patientId) : alarmHref(alarm)}
            prefetch={false}
          >
            {t.station.tile.open} <kbd>Enter</kbd>
          </Link>
          <button
            data-testid="print"
            onClick={() => {
              printNow(patientId);
            }}
          >
            {t.station.tile.print} <kbd>P</kbd>
          </button>
          <button onClick={onClose}>
            {t.station.tile.close} <kbd>Esc</kbd>
          </button>
        </span>
      </footer>
    </section>
  );
}
