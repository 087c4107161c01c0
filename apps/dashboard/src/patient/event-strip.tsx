import type { PatientId } from '@beatwatch/contracts';
import { useMemo, type ReactNode } from 'react';
import { useWaveform, type Range } from './queries.ts';
import { StripFigure } from './strip-figure.tsx';

const beforeUs = 6e6;
const afterUs = 8e6;

/** The recorded strip around a beat. */
export function EventStrip({
  patientId,
  beatTimeUs,
}: {
  readonly patientId: PatientId;
  readonly beatTimeUs: number;
}): ReactNode {
  const range = useMemo(
    (): Range => ({ fromUs: beatTimeUs - beforeUs, toUs: beatTimeUs + afterUs }),
    [beatTimeUs],
  );
  const waveform = useWaveform(patientId, range);
  return (
    <StripFigure
      caption="The recording around this beat. Anomalous beats are underlined; grey stretches are poor signal."
      strip={waveform.data}
      range={range}
      centreUs={beatTimeUs}
      missing={
        waveform.isPending
          ? 'Reading the recording.'
          : (waveform.error?.message ??
            'No waveform is stored here: only beats were sent, or it is past the retention time.')
      }
    />
  );
}
