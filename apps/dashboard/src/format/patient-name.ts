import type { Patient } from '@beatwatch/timescale';

/** Bed before name, where there is one: `301 Demo 01`. */
export const formatPatient = ({ bed, displayName }: Pick<Patient, 'displayName' | 'bed'>): string =>
  bed === undefined ? displayName : `${bed} ${displayName}`;
