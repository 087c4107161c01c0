import { unusable } from '../fault.ts';

const instant = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Epoch microseconds of a FHIR dateTime or instant (https://hl7.org/fhir/R4/datatypes.html#dateTime).
 * @throws DeviceFormatError where the time of day or the zone is missing
 */
export function epochUsOf(value: string, field: string): number {
  const parts = instant.exec(value);
  const seconds = parts === null ? NaN : Date.parse(`${parts[1] ?? ''}${parts[3] ?? ''}`);
  if (Number.isNaN(seconds)) {
    throw unusable(
      field,
      value,
      'a date, a time with seconds and a zone, such as 2026-03-01T10:00:00.5+01:00',
    );
  }
  return seconds * 1000 + Math.round(Number(`0.${parts?.[2] ?? '0'}`) * 1e6);
}
