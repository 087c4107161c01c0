/** ECG5000's classes, by the label in its files. */
export const ecg5000Classes = [
  { label: '1', name: 'Normal' },
  { label: '2', name: 'R-on-T PVC' },
  { label: '3', name: 'PVC' },
  { label: '4', name: 'Supraventricular premature' },
  { label: '5', name: 'Unclassified' },
] as const;

/** Label and name, such as `4 Supraventricular premature`; an unknown label stands alone. */
export function classTitle(label: string): string {
  const known = ecg5000Classes.find((candidate) => candidate.label === label);
  return known === undefined ? label : `${label} ${known.name}`;
}
