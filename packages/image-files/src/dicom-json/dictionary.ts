import entries from 'dcmjs/dictionary';

const vrByTag = new Map<number, string>();
const tagByKeyword = new Map<string, number>();
for (const [text, { vr, name, version }] of Object.entries(entries)) {
  // Of a repeating group the first one, such as 6000 of 6000-60FF.
  const [, group, element] = /^\(([0-9A-F]{4})(?:-[0-9A-F]{4})?,([0-9A-F]{4})\)$/.exec(text) ?? [];
  if (group === undefined || element === undefined || version === 'PrivateTag') continue;
  const tag = Number.parseInt(group + element, 16);
  vrByTag.set(tag, vr);
  tagByKeyword.set(name, tag);
}

/** The dictionary's names of value representations that depend on other attributes. */
const dependentVrs: Readonly<Record<string, string>> = { ox: 'OW', xs: 'US' };

/** The value representation of an attribute (PS3.6); `undefined` for a private or unknown one. */
export function vrOfTag(tag: number): string | undefined {
  const vr = vrByTag.get(tag) ?? vrByTag.get(firstOfRepeatingGroup(tag));
  return vr === undefined ? undefined : (dependentVrs[vr] ?? vr);
}

/** The tag of a keyword (PS3.6) as eight hexadecimal digits in upper case; `undefined` for an unknown one. */
export function tagOfKeyword(keyword: string): string | undefined {
  const tag = tagByKeyword.get(keyword);
  return tag === undefined ? undefined : hexTag(tag);
}

/** `00280010` */
export const hexTag = (tag: number): string => tag.toString(16).toUpperCase().padStart(8, '0');

/** Curves (50xx), overlays (60xx) and variable pixels (7Fxx) repeat in even groups; odd ones are private (PS3.5 7.6, 7.8). */
function firstOfRepeatingGroup(tag: number): number {
  const isRepeating = [0x50, 0x60, 0x7f].includes(tag >>> 24) && (tag & 0x10000) === 0;
  return isRepeating ? (tag & 0xff00ffff) >>> 0 : tag;
}
