import type { AlarmEvent } from '@beatwatch/contracts';
import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import { alarmHref } from '../alarms/alarm-href.ts';
import { StripThumbnail } from '../alarms/strip-thumbnail.tsx';
import { formatLabel, formatMeasurement } from '../format/alarm-format.ts';
import { formatSpan } from '../format/episode-format.ts';
import { useAlarmDetail } from '../patient/queries.ts';
import type { LabelledEpisode } from '../server/responses.ts';
import { useTexts } from '../texts/language-provider.tsx';
import styles from './episode-list.module.css';

/** Rows at first: an alarm may have come hundreds of times. */
const atFirst = 20;

/** The episodes of an alarm, newest first: when, what was measured, the label and the strip. */
export function EpisodeList(props: {
  readonly alarm: AlarmEvent;
  /** Number of the one that is shown; the newest without one. */
  readonly chosen?: number | undefined;
  /** Absent: each is a link to the patient's page. */
  readonly onChoose?: (number: number) => void;
}): ReactNode {
  const t = useTexts();
  const { alarm, chosen, onChoose } = props;
  const { data, error } = useAlarmDetail(alarm);
  const [shown, setShown] = useState(atFirst);
  if (error !== null) return <p role="alert">{error.message}</p>;
  if (data === undefined) return <p className="quiet small">{t.alarms.episodes.loading}</p>;
  const current = onChoose && (chosen ?? data.episodes.at(-1)?.number);
  const newestFirst = data.episodes.toReversed();
  return (
    <ol className={styles.list} aria-label={t.alarms.episodes.list} data-testid="episodes">
      {newestFirst.slice(0, shown).map((episode) => (
        <li
          key={episode.number}
          className={styles.episode}
          data-testid="episode"
          data-number={episode.number}
          data-label={episode.label}
          data-chosen={episode.number === current}
        >
          {onChoose === undefined ? (
            <Link className={styles.choose} href={alarmHref(alarm, episode.number)} prefetch={false}>
              <Words alarm={alarm} episode={episode} />
            </Link>
          ) : (
            <button
              className={styles.choose}
              aria-pressed={episode.number === current}
              onClick={() => {
                onChoose(episode.number);
              }}
            >
              <Words alarm={alarm} episode={episode} />
            </button>
          )}
          <StripThumbnail alarm={alarm} episode={episode.number} />
        </li>
      ))}
      {newestFirst.length > shown && (
        <li>
          <button
            onClick={() => {
              setShown(newestFirst.length);
            }}
          >
            {t.alarms.episodes.showAll(newestFirst.length)}
          </button>
        </li>
      )}
    </ol>
  );
}

function Words(props: { readonly alarm: AlarmEvent; readonly episode: LabelledEpisode }): ReactNode {
  const t = useTexts();
  const { alarm, episode } = props;
  const rest = [
    formatMeasurement(t, { kind: alarm.kind, evidence: episode.evidence }),
    episode.label && formatLabel(t, episode.label, episode.labelledBy),
  ];
  return (
    <>
      <span>{formatSpan(t, episode)}</span>
      <span className="quiet small">{rest.filter((part) => part !== undefined).join(' · ')}</span>
    </>
  );
}
