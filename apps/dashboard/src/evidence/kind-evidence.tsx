import type { AlarmEvent } from '@beatwatch/contracts';
import type { ReactNode } from 'react';
import { useLimits } from '../limits/use-limits.ts';
import type { AlarmDetailResponse } from '../server/responses.ts';
import { formatDecimal } from '../format/numbers.ts';
import { useTexts } from '../texts/language-provider.tsx';
import { RateFigure } from './rate-figure.tsx';
import { rateLimitBpm, rateSeries } from './rate-series.ts';
import { runLength } from './run-length.ts';

/** What shows an alarm of its kind beside the strip: the course of a rate against its limit, the length of a run. */
export function KindEvidence(props: {
  /** With the evidence of the episode. */
  readonly alarm: AlarmEvent;
  readonly detail: AlarmDetailResponse;
}): ReactNode {
  const t = useTexts();
  const { alarm, detail } = props;
  switch (alarm.kind) {
    case 'extreme-bradycardia':
    case 'extreme-tachycardia':
      return <Rate {...props} />;
    case 'ventricular-run':
    case 'ventricular-tachycardia': {
      const run = runLength(detail.strip.scores, alarm.evidence);
      return (
        run !== undefined && (
          <p data-testid="run-length">
            {t.alarms.episodes.runLength(run.beats, formatDecimal(t, run.seconds, 1))}
          </p>
        )
      );
    }
    default:
      return undefined;
  }
}

function Rate(props: { readonly alarm: AlarmEvent; readonly detail: AlarmDetailResponse }): ReactNode {
  const { alarm, detail } = props;
  const { patientId, kind } = alarm;
  const { data: limits } = useLimits(patientId);
  const { strip, range, raisedUs } = detail;
  return (
    <RateFigure
      points={rateSeries(strip.scores)}
      limitBpm={limits && rateLimitBpm(kind, limits, raisedUs)}
      range={range}
      raisedUs={raisedUs}
    />
  );
}
