import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import { keepPreviousData, skipToken, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type {
  AlarmDetailResponse,
  AlarmsResponse,
  BeatResponse,
  AnomalyScoresResponse,
  PatientResponse,
  QualityResponse,
  ThresholdResponse,
  TrendResponse,
  WaveformResponse,
} from '../server/responses.ts';
import type { TimeRange } from '../live/time-range.ts';
import { fetchJson } from '../shell/fetch-json.ts';

const pathOf = (patientId: PatientId): string => `/api/patients/${encodeURIComponent(patientId)}`;

/** Name, ward and end of the history. */
export const usePatient = (patientId: PatientId): UseQueryResult<PatientResponse> =>
  useQuery({
    queryKey: ['patient', patientId],
    queryFn: () => fetchJson<PatientResponse>(pathOf(patientId)),
    refetchInterval: 30_000,
  });

export const patientAlarmsKey = (patientId: PatientId): readonly unknown[] => ['alarms', patientId];

export const usePatientAlarms = (patientId: PatientId): UseQueryResult<AlarmsResponse> =>
  useQuery({
    queryKey: patientAlarmsKey(patientId),
    queryFn: () => fetchJson<AlarmsResponse>(`${pathOf(patientId)}/alarms`),
    refetchInterval: 30_000,
  });

/** What tells one beat from every other. */
export interface BeatName {
  readonly patientId: PatientId;
  /** Of the R peak. */
  readonly timeUs: number;
  /** Undefined where it is not known: the beat of any lead then. */
  readonly lead: string | undefined;
}

/** Repeats the request until the score is there: beat and score are stored a little after the alarm. */
export const useBeat = ({ patientId, timeUs, lead }: BeatName): UseQueryResult<BeatResponse> =>
  useQuery({
    queryKey: ['beat', patientId, timeUs, lead],
    queryFn: () =>
      fetchJson<BeatResponse>(
        `${pathOf(patientId)}/beats/${timeUs}${lead === undefined ? '' : `?lead=${encodeURIComponent(lead)}`}`,
      ),
    refetchInterval: ({ state }) => (state.data?.score === undefined ? 3000 : false),
    staleTime: 60_000,
  });

const rangeQuery = ({ fromUs, toUs }: TimeRange): string => `?fromUs=${fromUs}&toUs=${toUs}`;

/** Sends no request without a range. */
export const useAnomalyScores = (
  patientId: PatientId,
  range: TimeRange | undefined,
): UseQueryResult<AnomalyScoresResponse> =>
  useQuery({
    queryKey: ['anomaly-scores', patientId, range],
    queryFn:
      range === undefined
        ? skipToken
        : () => fetchJson<AnomalyScoresResponse>(`${pathOf(patientId)}/anomaly-scores${rangeQuery(range)}`),
    staleTime: 60_000,
  });

export const useWaveform = (patientId: PatientId, range: TimeRange): UseQueryResult<WaveformResponse> =>
  useQuery({
    queryKey: ['waveform', patientId, range],
    queryFn: () => fetchJson<WaveformResponse>(`${pathOf(patientId)}/waveform${rangeQuery(range)}`),
    // Signal after an alarm is stored some seconds later.
    refetchInterval: Date.now() * 1000 < range.toUs + 20e6 ? 4000 : false,
  });

export const useTrend = (patientId: PatientId, range: TimeRange): UseQueryResult<TrendResponse> =>
  useQuery({
    queryKey: ['trend', patientId, range],
    queryFn: () => fetchJson<TrendResponse>(`${pathOf(patientId)}/trend${rangeQuery(range)}`),
    placeholderData: keepPreviousData,
  });

/** Sends no request without a range. */
export const useQuality = (
  patientId: PatientId,
  range: TimeRange | undefined,
): UseQueryResult<QualityResponse> =>
  useQuery({
    queryKey: ['quality', patientId, range],
    queryFn:
      range === undefined
        ? skipToken
        : () => fetchJson<QualityResponse>(`${pathOf(patientId)}/quality${rangeQuery(range)}`),
    refetchInterval: 30_000,
  });

export const alarmDetailKey = (alarmId: string | undefined): readonly unknown[] => ['alarm', alarmId];

/**
 * Sends no request without an alarm; repeats it after each change of the alarm, and while the signal after it is still being stored.
 * @param episode number of the one whose strip is wanted; the newest without one
 */
export const useAlarmDetail = (
  alarm: Pick<AlarmEvent, 'alarmId' | 'changeNumber' | 'timeUs'> | undefined,
  episode?: number,
): UseQueryResult<AlarmDetailResponse> =>
  useQuery({
    queryKey: [...alarmDetailKey(alarm?.alarmId), alarm?.changeNumber, episode],
    queryFn:
      alarm === undefined
        ? skipToken
        : () =>
            fetchJson<AlarmDetailResponse>(
              `/api/alarms/detail?alarmId=${encodeURIComponent(alarm.alarmId)}${episode === undefined ? '' : `&episode=${episode}`}`,
            ),
    placeholderData: keepPreviousDataOf(alarm?.alarmId, episode),
    refetchInterval: () => (alarm !== undefined && Date.now() * 1000 < alarm.timeUs + 20e6 ? 4000 : false),
  });

/** Keeps the previous data until the response arrives if it belongs to the same alarm and episode. */
const keepPreviousDataOf =
  (alarmId: string | undefined, episode: number | undefined) =>
  (previous: AlarmDetailResponse | undefined): AlarmDetailResponse | undefined =>
    previous !== undefined &&
    previous.history[0]?.alarmId === alarmId &&
    (episode === undefined || previous.episode === episode)
      ? previous
      : undefined;

export const thresholdKey = (patientId: PatientId): readonly unknown[] => ['threshold', patientId];

export const useThreshold = (patientId: PatientId): UseQueryResult<ThresholdResponse> =>
  useQuery({
    queryKey: thresholdKey(patientId),
    queryFn: () => fetchJson<ThresholdResponse>(`${pathOf(patientId)}/threshold`),
    refetchInterval: 30_000,
  });
