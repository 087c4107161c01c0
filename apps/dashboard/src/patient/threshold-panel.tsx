import type { PatientId } from '@beatwatch/contracts';
import { thresholdLimits } from '@beatwatch/live-protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { useLive } from '../live/live-provider.tsx';
import type { PatientSummary } from '../live/live-patient.ts';
import { UserName } from '../shell/user-name.tsx';
import { formatPercent, formatScore } from '../format/numbers.ts';
import { formatMoment } from '../format/time.ts';
import { thresholdKey, useLosses, useThreshold, type Range } from './queries.ts';
import styles from './threshold-panel.module.css';
import { quantile, readThreshold, shareAbove } from './threshold-text.ts';

const hourUs = 3600e6;

/** The threshold in force, who set it, and a field to set another one. */
export function ThresholdPanel(props: {
  readonly patientId: PatientId;
  readonly summary: PatientSummary | undefined;
  readonly newestBeatTimeUs: number | undefined;
}): ReactNode {
  const { patientId, summary, newestBeatTimeUs } = props;
  const { setThreshold } = useLive();
  const client = useQueryClient();
  const stored = useThreshold(patientId);
  const [text, setText] = useState('');
  const [note, setNote] = useState<{ readonly words: string; readonly failed: boolean }>();
  const change = stored.data?.changes[0];
  const isSet = change?.value !== undefined;
  const within = stored.data?.learnedWithin;
  const wanted = readThreshold(text);

  const ask = (value: number | undefined): void => {
    void setThreshold({ patientId, ...(value === undefined ? {} : { value }) }).then((answer) => {
      const words = answer.ok
        ? `${value === undefined ? 'The learned threshold' : formatScore(value)} holds from the next beat on.`
        : answer.message;
      setNote({ words, failed: !answer.ok });
      if (!answer.ok) return;
      setText('');
      // Stored by the scorer a moment later.
      setTimeout(() => void client.invalidateQueries({ queryKey: thresholdKey(patientId) }), 1500);
    });
  };

  return (
    <section className={styles.panel} aria-label="Threshold" data-testid="threshold">
      <h2>Threshold</h2>
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
            `, kept within ${formatScore(within.lowest)} to ${formatScore(within.highest)}`}
          {change !== undefined &&
            !isSet &&
            `; ${change.actor} went back to it, ${formatMoment(change.timeUs)}`}
        </span>
      </p>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted !== undefined) ask(wanted);
        }}
      >
        <label>
          <span className="quiet">
            Set to ({thresholdLimits.min} to {thresholdLimits.max})
          </span>{' '}
          <input
            className={styles.field}
            inputMode="decimal"
            value={text}
            aria-label={`Threshold, ${thresholdLimits.min} to ${thresholdLimits.max}`}
            aria-invalid={text !== '' && wanted === undefined}
            data-testid="threshold-field"
            onChange={({ target }) => {
              setText(target.value);
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
            ask(undefined);
          }}
        >
          Use the learned one
        </button>
        <UserName />
      </form>
      <p className={styles.hint} role="status">
        {note !== undefined && <span data-failed={note.failed}>{note.words} </span>}
        {text !== '' && wanted === undefined ? (
          `A number from ${thresholdLimits.min} to ${thresholdLimits.max}.`
        ) : (
          <Hint patientId={patientId} newestBeatTimeUs={newestBeatTimeUs} wanted={wanted} />
        )}
      </p>
    </section>
  );
}

/** What the number means for this patient: where the losses of the last hour lie. */
function Hint(props: {
  readonly patientId: PatientId;
  readonly newestBeatTimeUs: number | undefined;
  readonly wanted: number | undefined;
}): ReactNode {
  const { patientId, newestBeatTimeUs, wanted } = props;
  const toUs = newestBeatTimeUs === undefined ? undefined : Math.ceil(newestBeatTimeUs / 60e6) * 60e6;
  const range = useMemo(
    (): Range | undefined => (toUs === undefined ? undefined : { fromUs: toUs - hourUs, toUs }),
    [toUs],
  );
  const losses = useLosses(patientId, range).data?.losses;
  if (losses === undefined || losses.length === 0) return 'Beats with a higher loss count as anomalous.';
  if (wanted !== undefined) {
    return `Of the last ${losses.length} beats it would call ${formatPercent(shareAbove(losses, wanted))} anomalous.`;
  }
  const [middle, high] = [quantile(losses, 0.5), quantile(losses, 0.99)];
  return `Beats with a higher loss count as anomalous. Of the last ${losses.length} beats half lie below ${formatScore(middle)}, 99 % below ${formatScore(high)}.`;
}
