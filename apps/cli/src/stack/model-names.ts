export const modelNames = ['wearable', 'ecg5000'] as const;
/** Model that scores the signal of wearables. Both are loaded: segmented beats name their own preprocessing. */
export type ModelName = (typeof modelNames)[number];
