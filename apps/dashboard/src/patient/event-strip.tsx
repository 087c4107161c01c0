import type { PatientId } from '@beatwatch/contracts';
import { useMemo, type ReactNode } from 'react';
import type { TimeRange } from '../live/time-range.ts';
import { useWaveform } from './queries.ts';
import { StripFigure } from './strip-figure.tsx';

const beforeUs = 6e6;
const afterUs = 8e6;

/** Recording around a beat. */
export function EventStrip({
  patientId,
  beatTimeUs,
}: {
  readonly patientId: PatientId;
  readonly beatTimeUs: number;
}): ReactNode {
  const range = useMemo(
    (): TimeRange => ({ fromUs: beatTimeUs - beforeUs, toUs: beatTimeUs + afterUs }),
    [beatTimeUs],
  );
  const waveform = useWaveform(patientId, range);
  return (
    <StripFigure
      caption="Recording around this beat. Anomalous beats are underlined; poor signal is grey."
      strip={waveform.data}
      range={range}
      centreUs={beatTimeUs}
      missing={
        waveform.isPending
          ? 'Loading the recording.'
          : (waveform.error?.message ??
            'The recording is not available: the device sent only beats, or the retention time is over.')
      }
    />
  );
}
