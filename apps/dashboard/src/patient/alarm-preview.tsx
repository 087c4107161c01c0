import type { ReactNode } from 'react';
import type { PreviewedDifference, AlarmPreviewResponse } from '../server/responses.ts';
import { formatMoment } from '../format/time.ts';
import type { Texts } from '../texts/texts.ts';
import { formatDifference, formatPreview } from './preview-text.ts';
import styles from './alarm-preview.module.css';
import { useTexts } from '../texts/language-provider.tsx';
import { useAlarmPreview } from './use-alarm-preview.ts';

const spans = [24, 72] as const;

/** Which alarms the last day or days would have had with another threshold or other limits. */
export function AlarmPreview(props: {
  readonly of: 'threshold' | 'limits';
  /** What it is that would have changed something. */
  readonly what: keyof Texts['patient']['preview']['would'];
  /** Of the request, with its query, but for the hours. */
  readonly path: string;
}): ReactNode {
  const t = useTexts();
  const { of, what, path } = props;
  const { state, begin, cancel } = useAlarmPreview(path);
  return (
    <div className={styles.preview} data-testid={`${of}-preview`}>
      <span className="quiet">{t.patient.preview.would[what]}</span>
      {spans.map((hours) => (
        <button
          key={hours}
          type="button"
          aria-label={t.patient.preview.label[of](hours)}
          disabled={state.is === 'running'}
          onClick={() => {
            begin(hours);
          }}
        >
          {hours} h
        </button>
      ))}
      {state.is === 'running' && (
        <>
          <progress value={state.share} aria-label={t.patient.preview.looking(state.hours)} />
          <button type="button" onClick={cancel}>
            {t.patient.preview.stop}
          </button>
        </>
      )}
      {state.is === 'failed' && <p className={styles.failure}>{state.message}</p>}
      {state.is === 'done' && <Result preview={state.preview} of={of} />}
    </div>
  );
}

function Result(props: {
  readonly preview: AlarmPreviewResponse;
  readonly of: 'threshold' | 'limits';
}): ReactNode {
  const t = useTexts();
  const { preview, of } = props;
  const { fromUs, toUs, differences, gained, lost, moved } = preview;
  const unlisted = gained + lost + moved - differences.length;
  return (
    <div className={styles.result} role="status" data-testid={`${of}-preview-result`}>
      <p>
        {t.patient.preview.span(formatMoment(t, fromUs), formatMoment(t, toUs))}{' '}
        {formatPreview(t, preview, of)}
      </p>
      {differences.length > 0 && (
        <>
          <Timeline {...{ fromUs, toUs, differences }} />
          <ul className={styles.list}>
            {differences.map((difference) => (
              <li key={keyOf(difference)} data-is={difference.is}>
                <strong>{t.patient.preview.names[difference.is]}</strong> {formatDifference(t, difference)}
              </li>
            ))}
            {unlisted > 0 && <li className="quiet">{t.patient.preview.more(unlisted)}</li>}
          </ul>
        </>
      )}
    </div>
  );
}

const alarmIn = (difference: PreviewedDifference) =>
  difference.is === 'lost' ? difference.stored : difference.rescored;
const keyOf = (difference: PreviewedDifference): string => `${difference.is} ${alarmIn(difference).alarmId}`;

const width = 1000;
/** So that the shortest alarm is seen. */
const leastWidth = 4;
const rows = { gained: 2, moved: 12, lost: 22 } as const;

/** When the alarms were: those gained above, those missed below. */
function Timeline(props: Pick<AlarmPreviewResponse, 'fromUs' | 'toUs' | 'differences'>): ReactNode {
  const { fromUs, toUs, differences } = props;
  const xOf = (timeUs: number): number => ((timeUs - fromUs) / Math.max(1, toUs - fromUs)) * width;
  return (
    <svg
      className={styles.timeline}
      viewBox={`0 0 ${width} 30`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {differences.map((difference) => {
        const { raisedUs, endedUs = toUs } = alarmIn(difference);
        const x = xOf(raisedUs);
        return (
          <rect
            key={keyOf(difference)}
            data-is={difference.is}
            x={Math.min(x, width - leastWidth)}
            width={Math.max(leastWidth, xOf(endedUs) - x)}
            y={rows[difference.is]}
            height={6}
          />
        );
      })}
    </svg>
  );
}
