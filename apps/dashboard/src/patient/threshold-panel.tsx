import type { PatientId } from '@beatwatch/contracts';
import { thresholdLimits } from '@beatwatch/live-protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import type { TimeRange } from '../live/time-range.ts';
import { useLive } from '../live/live-context.ts';
import type { PatientSummary } from '../live/live-patient.ts';
import { useMay } from '../shell/use-session.ts';
import { UserName } from '../shell/user-name.tsx';
import { formatNumber, formatPercent, formatScore } from '../format/numbers.ts';
import { formatMoment } from '../format/time.ts';
import { thresholdKey, useAnomalyScores, useThreshold } from './queries.ts';
import styles from './threshold-panel.module.css';
import { AlarmPreview } from './alarm-preview.tsx';
import { useTexts } from '../texts/language-provider.tsx';
import { quantile, readThreshold, shareAbove } from './threshold-text.ts';

const hourUs = 3600e6;

/** Current threshold with its origin, and a form to change it. */
export function ThresholdPanel(props: {
  readonly patientId: PatientId;
  readonly summary: PatientSummary | undefined;
  readonly newestBeatTimeUs: number | undefined;
}): ReactNode {
  const t = useTexts();
  const texts = t.patient.threshold;
  const [least, most] = [formatNumber(t, thresholdLimits.min), formatNumber(t, thresholdLimits.max)];
  const { patientId, summary, newestBeatTimeUs } = props;
  const { setThreshold } = useLive();
  const maySet = useMay('setThreshold');
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
      const saved = value === undefined ? texts.savedLearned : texts.saved(formatScore(t, value));
      setNote({ text: result.ok ? saved : result.message, failed: !result.ok });
      if (!result.ok) return;
      setInput('');
      // The scorer stores it a little later.
      setTimeout(() => void client.invalidateQueries({ queryKey: thresholdKey(patientId) }), 1500);
    });
  };

  return (
    <section className={styles.panel} aria-label={texts.title} data-testid="threshold">
      <h2 title={t.beats.scoreTooltip}>{texts.title}</h2>
      <p className={styles.inForce}>
        <strong data-testid="threshold-in-force">
          {summary?.threshold === undefined ? '–' : formatScore(t, summary.threshold)}
        </strong>{' '}
        <span data-testid="threshold-origin">
          {isSet
            ? texts.setBy(formatScore(t, change.value), change.actor, formatMoment(t, change.timeUs))
            : summary?.threshold === undefined
              ? texts.beingLearned
              : texts.learned}
          {within !== undefined &&
            !isSet &&
            ` ${texts.range(formatScore(t, within.lowest), formatScore(t, within.highest))}`}
          {change !== undefined &&
            !isSet &&
            `; ${texts.restoredBy(change.actor, formatMoment(t, change.timeUs))}`}
        </span>
      </p>
      {maySet && (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (wanted !== undefined) save(wanted);
          }}
        >
          <label>
            <span className="quiet">{texts.setTo(least, most)}</span>{' '}
            <input
              className={styles.field}
              inputMode="decimal"
              value={input}
              aria-label={texts.field(least, most)}
              aria-invalid={input !== '' && wanted === undefined}
              data-testid="threshold-field"
              onChange={({ target }) => {
                setInput(target.value);
              }}
            />
          </label>
          <button type="submit" disabled={wanted === undefined}>
            {texts.set}
          </button>
          <button
            type="button"
            disabled={!isSet}
            onClick={() => {
              save(undefined);
            }}
          >
            {texts.back}
          </button>
          <UserName />
        </form>
      )}
      <p className={styles.hint} role="status">
        {note !== undefined && <span data-failed={note.failed}>{note.text} </span>}
        {input !== '' && wanted === undefined ? (
          texts.wrong(least, most)
        ) : (
          <Hint patientId={patientId} newestBeatTimeUs={newestBeatTimeUs} wanted={wanted} />
        )}
      </p>
      {maySet && (wanted !== undefined || (isSet && input === '')) && (
        <AlarmPreview
          of="threshold"
          what={wanted === undefined ? 'learnedThreshold' : 'thisThreshold'}
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
  const t = useTexts();
  const texts = t.patient.threshold;
  const { patientId, newestBeatTimeUs, wanted } = props;
  const toUs = newestBeatTimeUs === undefined ? undefined : Math.ceil(newestBeatTimeUs / 60e6) * 60e6;
  const range = useMemo(
    (): TimeRange | undefined => (toUs === undefined ? undefined : { fromUs: toUs - hourUs, toUs }),
    [toUs],
  );
  const scores = useAnomalyScores(patientId, range).data?.anomalyScores;
  if (scores === undefined || scores.length === 0) return texts.meaning;
  if (wanted !== undefined) {
    return texts.would(formatPercent(t, shareAbove(scores, wanted)), scores.length);
  }
  const [median, high] = [quantile(scores, 0.5), quantile(scores, 0.99)];
  return `${texts.meaning} ${texts.quantiles(scores.length, formatScore(t, median), formatScore(t, high))}`;
}
