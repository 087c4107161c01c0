import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import { useState, type ReactNode } from 'react';
import { formatClassProbabilities } from '../format/beat-class.ts';
import { scoreDefinition } from '../format/anomaly-score.ts';
import { formatRaised } from '../format/alarm-moment.ts';
import { alarmName } from '../format/alarm-format.ts';
import { startedUs } from '../format/episode-format.ts';
import { formatScore } from '../format/numbers.ts';
import { formatMoment } from '../format/time.ts';
import { AlarmEvidence, AlarmHistory } from './alarm-evidence.tsx';
import { BeatPlot, BeatThumbnail } from './beat-plot.tsx';
import styles from './event-detail.module.css';
import { EventStrip } from './event-strip.tsx';
import { useAlarmDetail, useBeat, type BeatName } from './queries.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { ScoreHistogram } from './score-histogram.tsx';

/** Evidence of the chosen alarm and episode, otherwise the newest beat: recording, reconstruction and anomaly score. */
export function EventDetail(props: {
  readonly patientId: PatientId;
  readonly event: AlarmEvent | undefined;
  /** Number of the alarm's episode; the newest without one. */
  readonly episode: number | undefined;
  readonly newestBeat: Omit<BeatName, 'patientId'> | undefined;
  readonly loading: boolean;
  readonly onAcknowledge: (alarm: AlarmEvent) => void;
}): ReactNode {
  const t = useTexts();
  const { patientId, event: alarm, episode: number, newestBeat, loading, onAcknowledge } = props;
  const { data: detail } = useAlarmDetail(alarm, number);
  const episode = detail?.episodes.find((one) => one.number === (number ?? detail.episode));
  // The evidence of the alarm itself is that of its newest episode.
  const event = alarm && episode && number !== undefined ? { ...alarm, evidence: episode.evidence } : alarm;
  const isOneOfSeveral = (detail?.episodes.length ?? 0) > 1;
  const beatTimesUs = event?.evidence.beatTimesUs ?? (newestBeat === undefined ? [] : [newestBeat.timeUs]);
  const lead = event === undefined ? newestBeat?.lead : event.evidence.lead;
  const [picked, setPicked] = useState<number>();
  const timeUs =
    beatTimesUs.find((candidate) => candidate === picked) ?? highestScoredBeat(event) ?? beatTimesUs[0];
  return (
    <section className={styles.panel} aria-label={t.patient.events.chosen} data-testid="event-detail">
      <h2>
        {event === undefined
          ? timeUs === undefined
            ? t.patient.events.beat
            : t.patient.events.newestBeat(formatMoment(t, timeUs))
          : `${alarmName(t, event)}, ${episode && isOneOfSeveral ? formatMoment(t, startedUs(episode)) : formatRaised(t, event)}`}
      </h2>
      {event !== undefined && (
        <AlarmEvidence
          alarm={event}
          episode={number}
          centreUs={timeUs ?? event.evidence.toUs}
          onAcknowledge={onAcknowledge}
        />
      )}
      {timeUs === undefined
        ? event === undefined && (
            <p className="quiet">{loading ? t.patient.events.loadingHistory : t.patient.events.noBeats}</p>
          )
        : beatTimesUs.length > 1 && (
            <div className={styles.beats} role="group" aria-label={t.patient.events.raisedBy}>
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
  const t = useTexts();
  const texts = t.patient.beat;
  const { patientId, timeUs } = name;
  const beat = useBeat(name);
  if (beat.isPending) return <p className={styles.placeholder}>{texts.loading}</p>;
  if (beat.isError) return <p className={styles.placeholder}>{beat.error.message}</p>;
  const { score, preprocessing, samples } = beat.data;
  return (
    <div className={styles.figures}>
      {samples === undefined && <p className={styles.placeholder}>{texts.signalGone}</p>}
      {samples !== undefined && (
        <figure>
          <figcaption>
            {score === undefined
              ? texts.notScored
              : score.reconstruction === undefined
                ? texts.noReconstruction
                : texts.caption}
          </figcaption>
          <BeatPlot beat={{ ...beat.data, samples }} />
        </figure>
      )}
      {score !== undefined && (
        <figure>
          <figcaption>
            {texts.score} <strong>{formatScore(t, score.anomalyScore)}</strong>
            {score.threshold === undefined
              ? texts.learning
              : texts[score.anomalous ? 'anomalous' : 'within'](formatScore(t, score.threshold))}
            {score.classProbabilities && (
              <>
                {' '}
                {texts.class} <strong>{formatClassProbabilities(t, score.classProbabilities)}</strong>.
              </>
            )}
            {score.late && ` ${texts.late}`}{' '}
            <span className="quiet">{scoreDefinition(t, preprocessing)}</span>
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
