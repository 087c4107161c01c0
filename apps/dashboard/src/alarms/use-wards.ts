import type { PatientId } from '@beatwatch/contracts';
import { useCallback, useMemo } from 'react';
import type { PatientsResponse } from '../server/responses.ts';
import { usePatients } from '../shell/use-patients.ts';
import { useShown, type Shown } from '../shell/use-shown.ts';

export interface Wards {
  /** Whom the pages of this browser show. */
  readonly shown: Shown;
  readonly patientOf: (id: PatientId) => PatientsResponse['patients'][number] | undefined;
  readonly wardOf: (id: PatientId) => string;
}

export function useWards(): Wards {
  const { data } = usePatients();
  const patients = useMemo(
    () => new Map(data?.patients.map((patient) => [patient.patientId, patient])),
    [data],
  );
  const wards = useMemo(() => new Set([...patients.values()].map(({ ward }) => ward)), [patients]);
  const shown = useShown(wards);
  const patientOf = useCallback((id: PatientId) => patients.get(id), [patients]);
  const wardOf = useCallback((id: PatientId) => patients.get(id)?.ward ?? 'unassigned', [patients]);
  return { shown, patientOf, wardOf };
}
