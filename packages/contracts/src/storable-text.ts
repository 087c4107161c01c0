/** Whether PostgreSQL stores a text as it is: without U+0000 and without half a surrogate pair, which UTF-8 cannot write. */
export const isStorableText = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text);
