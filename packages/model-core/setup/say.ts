/** Reports progress, one sentence per call. */
export type Say = (sentence: string) => void;
