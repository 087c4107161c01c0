import type { PatientId } from '@beatwatch/contracts';
import { thresholdLimits } from '@beatwatch/live-protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import type { TimeRange } from '../live/time-range.ts';
import { useLive } from '../live/live-context.ts';
import type { PatientSummary } from '../live/live-patient.ts';
import { UserName } from '../shell/user-name.tsx';
import { scoreTooltip } from '../format/anomaly-score.ts';
import { formatPercent, formatScore } from '../format/numbers.ts';
import { formatMoment } from '../format/time.ts';
import { thresholdKey, useAnomalyScores, useThreshold } from './queries.ts';
import styles from './threshold-panel.module.css';
import { AlarmPreview } from './alarm-preview.tsx';
import { quantile, readThreshold, shareAbove } from './threshold-text.ts';

const hourUs = 3600e6;

/** Current threshold with its origin, and a form to change it. */
export function ThresholdPanel(props: {
  readonly patientId: PatientId;
  readonly summary: PatientSummary | undefined;
  readonly newestBeatTimeUs: number | undefined;
}): ReactNode {
  const { patientId, summary, newestBeatTimeUs } = props;
  const { setThreshold } = useLive();
  const client = useQueryClient();
  const stored = useThreshold(patientId);
  const [input, setInput] = useState('');
  const [note, setNote] = useState<{ readonly text: string; readonly failed: boolean }>();
  const change = stored.data?.changes[0];
  const isSet = change?.value !== undefined;
  const within = stored.data?.learnedWithin;
  const wanted = readThreshold(input);

  const save = (value: number | undefined): void => {
    void setThreshold({ patientId, ...(value === undefined ? {} : { value }) }).then((result) => {
      const saved = `${value === undefined ? 'The learned threshold' : formatScore(value)} applies from the next beat.`;
      setNote({ text: result.ok ? saved : result.message, failed: !result.ok });
      if (!result.ok) return;
      setInput('');
      // The scorer stores it a little later.
      setTimeout(() => void client.invalidateQueries({ queryKey: thresholdKey(patientId) }), 1500);
    });
  };

  return (
    <section className={styles.panel} aria-label="Threshold" data-testid="threshold">
      <h2 title={scoreTooltip}>Threshold</h2>
      <p className={styles.inForce}>
        <strong data-testid="threshold-in-force">
          {summary?.threshold === undefined ? '–' : formatScore(summary.threshold)}
        </strong>{' '}
        <span data-testid="threshold-origin">
          {isSet
            ? `set to ${formatScore(change.value)} by ${change.actor}, ${formatMoment(change.timeUs)}`
            : summary?.threshold === undefined
              ? 'being learned from this patient’s beats'
              : 'learned from this patient’s beats'}
          {within !== undefined &&
            !isSet &&
            ` (allowed range ${formatScore(within.lowest)} to ${formatScore(within.highest)})`}
          {change !== undefined && !isSet && `; restored by ${change.actor}, ${formatMoment(change.timeUs)}`}
        </span>
      </p>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted !== undefined) save(wanted);
        }}
      >
        <label>
          <span className="quiet">
            Set to ({thresholdLimits.min} to {thresholdLimits.max})
          </span>{' '}
          <input
            className={styles.field}
            inputMode="decimal"
            value={input}
            aria-label={`Threshold, ${thresholdLimits.min} to ${thresholdLimits.max}`}
            aria-invalid={input !== '' && wanted === undefined}
            data-testid="threshold-field"
            onChange={({ target }) => {
              setInput(target.value);
            }}
          />
        </label>
        <button type="submit" disabled={wanted === undefined}>
          Set
        </button>
        <button
          type="button"
          disabled={!isSet}
          onClick={() => {
            save(undefined);
          }}
        >
          Back to learned
        </button>
        <UserName />
      </form>
      <p className={styles.hint} role="status">
        {note !== undefined && <span data-failed={note.failed}>{note.text} </span>}
        {input !== '' && wanted === undefined ? (
          `Enter a number from ${thresholdLimits.min} to ${thresholdLimits.max}.`
        ) : (
          <Hint patientId={patientId} newestBeatTimeUs={newestBeatTimeUs} wanted={wanted} />
        )}
      </p>
      {(wanted !== undefined || (isSet && input === '')) && (
        <AlarmPreview
          of="threshold"
          name={wanted === undefined ? 'the learned threshold' : 'this threshold'}
          path={`/api/patients/${encodeURIComponent(patientId)}/threshold/preview${wanted === undefined ? '' : `?threshold=${wanted}`}`}
        />
      )}
    </section>
  );
}

/** What the threshold means for this patient, by the scores of the last hour. */
function Hint(props: {
  readonly patientId: PatientId;
  readonly newestBeatTimeUs: number | undefined;
  readonly wanted: number | undefined;
}): ReactNode {
  const { patientId, newestBeatTimeUs, wanted } = props;
  const toUs = newestBeatTimeUs === undefined ? undefined : Math.ceil(newestBeatTimeUs / 60e6) * 60e6;
  const range = useMemo(
    (): TimeRange | undefined => (toUs === undefined ? undefined : { fromUs: toUs - hourUs, toUs }),
    [toUs],
  );
  const scores = useAnomalyScores(patientId, range).data?.anomalyScores;
  const meaning = 'A beat with a higher anomaly score is anomalous.';
  if (scores === undefined || scores.length === 0) return meaning;
  if (wanted !== undefined) {
    return `With this threshold, ${formatPercent(shareAbove(scores, wanted))} of the last ${scores.length} beats would be anomalous.`;
  }
  const [median, high] = [quantile(scores, 0.5), quantile(scores, 0.99)];
  return `${meaning} Of the last ${scores.length} beats, half scored below ${formatScore(median)} and 99 % below ${formatScore(high)}.`;
}
