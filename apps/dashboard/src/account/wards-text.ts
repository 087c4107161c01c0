import type { Texts } from '../texts/texts.ts';

/** `all`, or names separated by commas. */
export const formatWards = ({ account }: Texts, wards: readonly string[] | undefined): string =>
  wards === undefined ? account.all : wards.join(', ');

export function parseWards({ account }: Texts, text: string): readonly string[] | 'all' {
  if ([account.all, 'all'].includes(text.trim().toLowerCase())) return 'all';
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
