import type { english } from './english/english.ts';

/** All that pages say, in one language. What English has, each other language has to have: a missing text is a type error. */
export type Texts = typeof english;
