import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import { keepPreviousData, skipToken, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type {
  AlarmDetailAnswer,
  AlarmsAnswer,
  BeatAnswer,
  LossesAnswer,
  PatientAnswer,
  QualityAnswer,
  ThresholdAnswer,
  TrendAnswer,
  WaveformAnswer,
} from '../server/answers.ts';
import { fetchJson } from '../shell/fetch-json.ts';

const pathOf = (patientId: PatientId): string => `/api/patients/${encodeURIComponent(patientId)}`;

/** Name, ward and until when there is history. */
export const usePatient = (patientId: PatientId): UseQueryResult<PatientAnswer> =>
  useQuery({
    queryKey: ['patient', patientId],
    queryFn: () => fetchJson<PatientAnswer>(pathOf(patientId)),
    refetchInterval: 30_000,
  });

export const patientAlarmsKey = (patientId: PatientId): readonly unknown[] => ['alarms', patientId];

export const usePatientAlarms = (patientId: PatientId): UseQueryResult<AlarmsAnswer> =>
  useQuery({
    queryKey: patientAlarmsKey(patientId),
    queryFn: () => fetchJson<AlarmsAnswer>(`${pathOf(patientId)}/alarms`),
    refetchInterval: 30_000,
  });

/** A beat that has just raised an alarm may not be stored yet, and its score may come later: asks again until then. */
export const useBeat = (patientId: PatientId, timeUs: number): UseQueryResult<BeatAnswer> =>
  useQuery({
    queryKey: ['beat', patientId, timeUs],
    queryFn: () => fetchJson<BeatAnswer>(`${pathOf(patientId)}/beats/${timeUs}`),
    refetchInterval: ({ state }) => (state.data?.score === undefined ? 3000 : false),
    staleTime: 60_000,
  });

export interface Range {
  readonly fromUs: number;
  readonly toUs: number;
}

const rangeQuery = ({ fromUs, toUs }: Range): string => `?fromUs=${fromUs}&toUs=${toUs}`;

/** Without a range: not asked yet. */
export const useLosses = (patientId: PatientId, range: Range | undefined): UseQueryResult<LossesAnswer> =>
  useQuery({
    queryKey: ['losses', patientId, range],
    queryFn:
      range === undefined
        ? skipToken
        : () => fetchJson<LossesAnswer>(`${pathOf(patientId)}/losses${rangeQuery(range)}`),
    staleTime: 60_000,
  });

export const useWaveform = (patientId: PatientId, range: Range): UseQueryResult<WaveformAnswer> =>
  useQuery({
    queryKey: ['waveform', patientId, range],
    queryFn: () => fetchJson<WaveformAnswer>(`${pathOf(patientId)}/waveform${rangeQuery(range)}`),
    // What comes after an alarm is stored some seconds later.
    refetchInterval: Date.now() * 1000 < range.toUs + 20e6 ? 4000 : false,
  });

export const useTrend = (patientId: PatientId, range: Range): UseQueryResult<TrendAnswer> =>
  useQuery({
    queryKey: ['trend', patientId, range],
    queryFn: () => fetchJson<TrendAnswer>(`${pathOf(patientId)}/trend${rangeQuery(range)}`),
    placeholderData: keepPreviousData,
  });

/** Without a range: not asked. */
export const useQuality = (patientId: PatientId, range: Range | undefined): UseQueryResult<QualityAnswer> =>
  useQuery({
    queryKey: ['quality', patientId, range],
    queryFn:
      range === undefined
        ? skipToken
        : () => fetchJson<QualityAnswer>(`${pathOf(patientId)}/quality${rangeQuery(range)}`),
    refetchInterval: 30_000,
  });

export const alarmDetailKey = (alarmId: string): readonly unknown[] => ['alarm', alarmId];

/** Asked again after every change of the alarm, and while what comes after it is still being stored. */
export const useAlarmDetail = ({
  alarmId,
  changeNumber,
  timeUs,
}: AlarmEvent): UseQueryResult<AlarmDetailAnswer> =>
  useQuery({
    queryKey: [...alarmDetailKey(alarmId), changeNumber],
    queryFn: () => fetchJson<AlarmDetailAnswer>(`/api/alarms/detail?alarmId=${encodeURIComponent(alarmId)}`),
    placeholderData: keepPreviousDataOf(alarmId),
    refetchInterval: () => (Date.now() * 1000 < timeUs + 20e6 ? 4000 : false),
  });

/** What was shown of this alarm stays until the answer is there, that of another does not. */
const keepPreviousDataOf =
  (alarmId: string) =>
  (previous: AlarmDetailAnswer | undefined): AlarmDetailAnswer | undefined =>
    previous?.history[0]?.alarmId === alarmId ? previous : undefined;

export const thresholdKey = (patientId: PatientId): readonly unknown[] => ['threshold', patientId];

export const useThreshold = (patientId: PatientId): UseQueryResult<ThresholdAnswer> =>
  useQuery({
    queryKey: thresholdKey(patientId),
    queryFn: () => fetchJson<ThresholdAnswer>(`${pathOf(patientId)}/threshold`),
    refetchInterval: 30_000,
  });
