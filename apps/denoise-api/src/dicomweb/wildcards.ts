/**
 * Whether a text is as a pattern says: `*` stands for any characters, `?` for one (PS3.4 C.2.2.2.4). In steps of at most
 * text times pattern, where a regular expression of many stars may take for ever.
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
      // The last star takes one character more.
      inPattern = star + 1;
      afterStar += 1;
      at = afterStar;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(inPattern));
}
