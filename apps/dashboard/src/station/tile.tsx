'use client';

import { arrivedUs, type AlarmEvent } from '@beatwatch/contracts';
import { memo, type ReactNode } from 'react';
import { AcknowledgeButton } from '../alarms/acknowledge-button.tsx';
import { EndedAgo } from '../alarms/ended-ago.tsx';
import { alarmName, formatMeasurement } from '../format/alarm-format.ts';
import { formatPercent } from '../format/numbers.ts';
import { formatTimeOfDay } from '../format/time.ts';
import { alarmOf } from '../live/status.ts';
import { DeviceFacts } from '../devices/device-facts.tsx';
import type { Texts } from '../texts/texts.ts';
import { useTexts } from '../texts/language-provider.tsx';
import type { RosterEntry } from './roster.ts';
import { TileFace } from './tile-face.tsx';
import styles from './tile.module.css';

export interface TileProps extends RosterEntry {
  readonly onAcknowledge: (alarm: AlarmEvent) => void;
}

/** Tile of one patient. Its layout is the same in every state, and its type grows with it. */
export const Tile = memo(function Tile({ onAcknowledge, ...entry }: TileProps): ReactNode {
  const { patientId, summary } = entry;
  const alarm = alarmOf(summary.status);
  return (
    <article
      className={styles.tile}
      data-testid="tile"
      data-patient={patientId}
      data-state={summary.status.kind}
      data-priority={alarm?.priority}
      data-kind={alarm?.kind}
    >
      <TileFace {...entry} />
      <footer className={styles.footer}>
        <TileFacts summary={summary} />
        {alarm !== undefined && (
          <AcknowledgeButton
            alarm={alarm}
            onAcknowledge={onAcknowledge}
            className={styles.acknowledge}
            showKey={false}
          />
        )}
      </footer>
    </article>
  );
});

/** Of the alarm what was measured and since when, else how many beats are anomalous; or that nothing is current. Then what a device says. */
export function TileFacts({ summary }: Pick<RosterEntry, 'summary'>): ReactNode {
  const t = useTexts();
  return (
    <p className={styles.facts}>
      {factsOf(t, summary)}
      <DeviceFacts summary={summary} />
    </p>
  );
}

function factsOf(t: Texts, summary: RosterEntry['summary']): ReactNode {
  const { status, threshold, anomalousShare, notJudgedSinceMs } = summary;
  const alarm = alarmOf(status);
  if (status.kind === 'cut-off' || notJudgedSinceMs !== undefined) {
    return (
      <span className="quiet" data-testid="not-current">
        {notCurrentText(t, summary)}
        {alarm !== undefined && ` · ${t.station.tile.before(alarmName(t, alarm))}`}
      </span>
    );
  }
  if (alarm !== undefined) {
    return (
      <>
        <span>{formatMeasurement(t, alarm)}</span>
        {alarm.state === 'latched' ? (
          <span>
            <span className="quiet">{t.station.tile.over}</span> <EndedAgo alarm={alarm} />
          </span>
        ) : (
          <span>
            <span className="quiet">{t.station.tile.since}</span> {formatTimeOfDay(arrivedUs(alarm))}
          </span>
        )}
      </>
    );
  }
  if (threshold === undefined) return <span className="quiet">{t.station.tile.learning}</span>;
  return (
    <span>
      <span className="quiet">{t.station.tile.anomalousBeats}</span> {formatPercent(t, anomalousShare)}
    </span>
  );
}

/** What the header does not say: it shows an alarm that sounds, or since when the patient is not judged. */
function notCurrentText({ station: { tile, status: texts } }: Texts, summary: TileProps['summary']): string {
  const { status, notJudgedSinceMs } = summary;
  if (status.kind === 'not-judged') return tile.signalComes;
  if (status.kind === 'cut-off') return tile.watchAtBedside;
  if (notJudgedSinceMs === undefined) return tile.nothingYet;
  return texts.notJudgedSince(formatTimeOfDay(notJudgedSinceMs * 1000));
}
