import type { AlarmEvent, PatientId } from '@beatwatch/contracts';
import { useMemo } from 'react';
import { formatPatient } from '../format/patient-name.ts';
import { useFeedView } from '../live/live-context.ts';
import { useNamesHidden } from '../shell/names-button.tsx';
import { useWards } from './use-wards.ts';

export interface WardAlarms {
  /** Open alarms of the ward or group that this browser's station shows, the most urgent first. */
  readonly alarms: readonly AlarmEvent[];
  readonly nameOf: (patientId: PatientId) => string;
}

/** The alarms that belong on every page. While it is not known who is on which ward they are all there. */
export function useWardAlarms(): WardAlarms {
  const { alarms } = useFeedView();
  const { shown, patientOf, wardOf } = useWards();
  const [isHidden] = useNamesHidden();
  return useMemo(
    () => ({
      alarms: alarms.filter(({ patientId }) => shown.includes({ patientId, ward: wardOf(patientId) })),
      nameOf: (patientId) =>
        formatPatient(patientOf(patientId) ?? { patientId, displayName: patientId }, isHidden),
    }),
    [alarms, shown, patientOf, wardOf, isHidden],
  );
}
