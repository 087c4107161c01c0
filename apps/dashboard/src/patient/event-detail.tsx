import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import { useState, type ReactNode } from 'react';
import { formatClassProbabilities } from '../format/beat-class.ts';
import { scoreDefinition } from '../format/anomaly-score.ts';
import { formatRaised } from '../format/alarm-moment.ts';
import { alarmName } from '../format/alarm-format.ts';
import { formatScore } from '../format/numbers.ts';
import { formatMoment } from '../format/time.ts';
import { AlarmEvidence, AlarmHistory } from './alarm-evidence.tsx';
import { BeatPlot, BeatThumbnail } from './beat-plot.tsx';
import styles from './event-detail.module.css';
import { EventStrip } from './event-strip.tsx';
import { useBeat, type BeatName } from './queries.ts';
import { ScoreHistogram } from './score-histogram.tsx';

/** Evidence of the chosen alarm, otherwise the newest beat: recording, reconstruction and anomaly score. */
export function EventDetail(props: {
  readonly patientId: PatientId;
  readonly event: AlarmEvent | undefined;
  readonly newestBeat: Omit<BeatName, 'patientId'> | undefined;
  readonly loading: boolean;
  readonly onAcknowledge: (alarm: AlarmEvent) => void;
}): ReactNode {
  const { patientId, event, newestBeat, loading, onAcknowledge } = props;
  const beatTimesUs = event?.evidence.beatTimesUs ?? (newestBeat === undefined ? [] : [newestBeat.timeUs]);
  const lead = event === undefined ? newestBeat?.lead : event.evidence.lead;
  const [picked, setPicked] = useState<number>();
  const timeUs =
    beatTimesUs.find((candidate) => candidate === picked) ?? highestScoredBeat(event) ?? beatTimesUs[0];
  return (
    <section className={styles.panel} aria-label="Chosen event" data-testid="event-detail">
      <h2>
        {event === undefined
          ? timeUs === undefined
            ? 'Beat and reconstruction'
            : `Newest beat, ${formatMoment(timeUs)}`
          : `${alarmName(event)}, ${formatRaised(event)}`}
      </h2>
      {event !== undefined && (
        <AlarmEvidence alarm={event} centreUs={timeUs ?? event.evidence.toUs} onAcknowledge={onAcknowledge} />
      )}
      {timeUs === undefined
        ? event === undefined && (
            <p className="quiet">
              {loading ? 'Loading the history.' : 'Beats appear here when the first one is scored.'}
            </p>
          )
        : beatTimesUs.length > 1 && (
            <div className={styles.beats} role="group" aria-label="Beats that raised the alarm">
              {beatTimesUs.map((candidate) => (
                <BeatThumbnail
                  key={candidate}
                  beat={{ patientId, timeUs: candidate, lead }}
                  chosen={candidate === timeUs}
                  onChoose={setPicked}
                />
              ))}
            </div>
          )}
      {timeUs !== undefined && <Beat name={{ patientId, timeUs, lead }} />}
      {event === undefined && timeUs !== undefined && (
        <EventStrip patientId={patientId} beatTimeUs={timeUs} />
      )}
      {event !== undefined && <AlarmHistory alarm={event} />}
    </section>
  );
}

function Beat({ name }: { readonly name: BeatName }): ReactNode {
  const { patientId, timeUs } = name;
  const beat = useBeat(name);
  if (beat.isPending) return <p className={styles.placeholder}>Loading the beat.</p>;
  if (beat.isError) return <p className={styles.placeholder}>{beat.error.message}</p>;
  const { score, preprocessing, samples } = beat.data;
  return (
    <div className={styles.figures}>
      {samples === undefined && (
        <p className={styles.placeholder}>The signal of this beat is no longer stored.</p>
      )}
      {samples !== undefined && (
        <figure>
          <figcaption>
            {score === undefined
              ? 'The recorded beat. It has not been scored yet.'
              : score.reconstruction === undefined
                ? 'The recorded beat. Reconstructions are stored only for anomalous beats.'
                : 'The recorded beat (solid) and its reconstruction by the model (dashed). Shaded: the difference.'}
          </figcaption>
          <BeatPlot beat={{ ...beat.data, samples }} />
        </figure>
      )}
      {score !== undefined && (
        <figure>
          <figcaption>
            Anomaly score <strong>{formatScore(score.anomalyScore)}</strong>
            {score.threshold === undefined
              ? '. The threshold was still being learned.'
              : `, threshold ${formatScore(score.threshold)}: ${score.anomalous ? 'anomalous' : 'within this patient’s range'}.`}
            {score.classProbabilities && (
              <>
                {' '}
                Class: <strong>{formatClassProbabilities(score.classProbabilities)}</strong>.
              </>
            )}
            {score.late && ' The beat arrived too late for a live alarm.'}{' '}
            <span className="quiet">{scoreDefinition(preprocessing)}</span>
          </figcaption>
          <ScoreHistogram patientId={patientId} timeUs={timeUs} score={score} />
        </figure>
      )}
    </div>
  );
}

function highestScoredBeat(event: AlarmEvent | undefined): number | undefined {
  if (event === undefined) return undefined;
  const { beatTimesUs, anomalyScores } = event.evidence;
  return beatTimesUs[anomalyScores.indexOf(Math.max(...anomalyScores))];
}
