export const modelNames = ['wearable', 'ecg5000'] as const;
/** Which model scores what wearables send. Both are loaded: beats that come already segmented name their own. */
export type ModelName = (typeof modelNames)[number];
