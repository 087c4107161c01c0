/** `all`, or names separated by commas. */
export const formatWards = (wards: readonly string[] | undefined): string =>
  wards === undefined ? 'all' : wards.join(', ');

export function parseWards(text: string): readonly string[] | 'all' {
  if (text.trim().toLowerCase() === 'all') return 'all';
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
