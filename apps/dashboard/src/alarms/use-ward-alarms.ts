import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import { useMemo } from 'react';
import { formatPatient } from '../format/patient-name.ts';
import { useFeedView } from '../live/live-context.ts';
import { useNamesHidden } from '../shell/names-button.tsx';
import { usePatients } from '../shell/use-patients.ts';
import { useWard } from '../shell/use-ward.ts';

export interface WardAlarms {
  /** Open alarms of the ward that this browser's station shows, the most urgent first. */
  readonly alarms: readonly AlarmEvent[];
  readonly nameOf: (patientId: PatientId) => string;
}

/** The alarms that belong on every page. While it is not known who is on which ward they are all there. */
export function useWardAlarms(): WardAlarms {
  const { alarms } = useFeedView();
  const { data } = usePatients();
  const patients = useMemo(
    () => new Map(data?.patients.map((patient) => [patient.patientId, patient])),
    [data],
  );
  const wards = useMemo(() => new Set([...patients.values()].map(({ ward }) => ward)), [patients]);
  const [ward] = useWard(wards);
  const [isHidden] = useNamesHidden();
  return useMemo(
    () => ({
      alarms:
        ward === undefined
          ? alarms
          : alarms.filter(({ patientId }) => wardOf(patients.get(patientId)) === ward),
      nameOf: (patientId) =>
        formatPatient(patients.get(patientId) ?? { patientId, displayName: patientId }, isHidden),
    }),
    [alarms, patients, ward, isHidden],
  );
}

const wardOf = (patient: { readonly ward: string } | undefined): string => patient?.ward ?? 'unassigned';
