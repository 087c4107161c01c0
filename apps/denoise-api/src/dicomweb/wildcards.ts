/**
 * Whether a text matches a pattern with `*` for any characters and `?` for one (PS3.4 C.2.2.2.4). Takes at most text
 * times pattern steps, where a regular expression with many stars may take exponential time.
 */
export function matchesWildcards(text: string, pattern: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let afterStar = 0;
  while (at < text.length) {
    if (pattern[inPattern] === '*') {
      star = inPattern;
      inPattern += 1;
      afterStar = at;
    } else if (pattern[inPattern] === '?' || pattern[inPattern] === text[at]) {
      at += 1;
      inPattern += 1;
    } else if (star >= 0) {
      // Backtrack: the last star takes one more character.
      inPattern = star + 1;
      afterStar += 1;
      at = afterStar;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(inPattern));
}
