import type { StoredScore, WaveformChunk } from '@beatwatch/timescale';
import { isPoor } from '../live/poor-seconds.ts';
import type { WaveformResponse } from './responses.ts';

/** @param scores newest first, as the repository gives them */
export function stripResponse(
  chunks: readonly WaveformChunk[],
  scores: readonly StoredScore[],
): WaveformResponse {
  return {
    chunks: chunks.map(({ lead, firstSampleTimeUs, samplingRateHz, microvoltsPerCount, samples }) => ({
      lead,
      firstSampleTimeUs,
      samplingRateHz,
      microvoltsPerCount,
      samples: [...samples],
    })),
    scores: scores
      .map(
        ({ patientId, beatTimeUs, rrIntervalMs, anomalyScore, anomalous, ventricular, beatClass, late }) => ({
          patientId,
          beatTimeUs,
          rrIntervalMs,
          anomalyScore,
          anomalous,
          ventricular,
          ...(beatClass && { beatClass }),
          ...(late && { late }),
        }),
      )
      .reverse(),
    poor: poorSpans(chunks),
  };
}

/** Of the lead that is drawn: the first one. */
function poorSpans(chunks: readonly WaveformChunk[]): WaveformResponse['poor'] {
  const lead = chunks[0]?.lead;
  return chunks.flatMap(({ quality, ...chunk }) => {
    if (chunk.lead !== lead || quality === undefined || !isPoor(quality)) return [];
    const timeUs = chunk.firstSampleTimeUs;
    return [{ timeUs, endTimeUs: timeUs + (chunk.samples.length * 1e6) / chunk.samplingRateHz }];
  });
}
