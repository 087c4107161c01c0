import type { PatientId } from '@beatwatch/contracts';
import {
  countDifferences,
  mapCourses,
  replayAlarms,
  RescoreError,
  type AlarmCourse,
  type ReplayedAlarms,
  type ReplayOptions,
} from '@beatwatch/rescoring/alarms';
import { z } from 'zod';
import { repositories } from './database.ts';
import { takePlace } from './preview-places.ts';
import { RequestError } from './request-error.ts';
import { respondInLines } from './respond-in-lines.ts';
import type { PreviewedAlarm, AlarmPreviewResponse } from './responses.ts';

/** Hours that are looked back. */
export const previewHours = z.coerce.number().int().min(1).max(72);

/**
 * Which alarms the last hours would have had otherwise: lines of JSON, with the progress.
 * @throws RequestError 503 where others are being worked out
 */
export function respondWithPreview(
  request: Request,
  of: { readonly patientId: PatientId; readonly hours: number },
  otherwise: Pick<ReplayOptions, 'threshold' | 'limits'>,
): Response {
  const { patientId, hours } = of;
  const release = takePlace();
  return respondInLines(request.signal, async ({ signal, onProgress }) => {
    try {
      const sinceUs = Math.round(Date.now() * 1000 - hours * 3600e6);
      const from = { repositories: repositories(), patientId, sinceUs };
      return previewOf(await replayAlarms({ ...from, ...otherwise, signal, onProgress }));
    } catch (error) {
      throw error instanceof RescoreError
        ? new RequestError({ code: error.code, patientId, reason: error.message })
        : error;
    } finally {
      release();
    }
  });
}

/** More than anybody reads; the counts are of all. */
const mostListed = 200;

function previewOf({ alarms, ...replayed }: ReplayedAlarms): AlarmPreviewResponse {
  const { fromUs, toUs, beats, anomalousBefore, anomalousBeats } = replayed;
  return {
    fromUs,
    toUs,
    beats,
    anomalousBefore,
    anomalousBeats,
    stored: alarms.stored,
    ...countDifferences(alarms.differences),
    differences: alarms.differences
      .slice(0, mostListed)
      .map((difference) => mapCourses(difference, previewedOf)),
  };
}

function previewedOf({ changes, ...course }: AlarmCourse): PreviewedAlarm {
  const evidence = changes[0]?.evidence;
  return { ...course, ...(evidence && { evidence }) };
}
