/** From the one who may do least to the one who may do most. */
export const roles = ['viewer', 'clinician', 'administrator'] as const;
export type Role = (typeof roles)[number];
