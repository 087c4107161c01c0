/** The values of a text element of the DICOM JSON Model; `null` for an empty one (PS3.18 F.2.5). */
export function textValues(text: string, vr: string): readonly unknown[] {
  return split(text, vr).map((value) => (value.trim() === '' ? null : value));
}

function split(text: string, vr: string): readonly string[] {
  switch (vr) {
    case 'LT':
    case 'ST':
    case 'UR':
    case 'UT':
      // A backslash is a character of these (PS3.5 6.2).
      return [text.trimEnd()];
    case 'CS':
      return text.split('\\').map((value) => value.trim());
    case 'UI':
      return text.split('\\').map((uid) => uid.replace(/[^0-9.]/g, ''));
    case 'AE':
    case 'LO':
    case 'SH':
      return text.trim().split('\\');
    default:
      return text.trimEnd().split('\\');
  }
}

/** The numbers of a DS or IS element; 0 for an empty one, `null` for an invalid one. */
export function decimalValues(text: string): readonly unknown[] {
  return text.split('\\').map((value) => {
    const number = Number(value.replace(/[^0-9.\-+e]/gi, ''));
    return Number.isFinite(number) ? number : null;
  });
}

/** The names of a PN element with their groups of components (PS3.5 6.2.1); `null` for an empty one. */
export function personNames(text: string): readonly unknown[] {
  return text
    .trimEnd()
    .split('\\')
    .map((name) => {
      const [alphabetic, ideographic, phonetic] = name.split('=');
      const groups = { Alphabetic: alphabetic, Ideographic: ideographic, Phonetic: phonetic };
      const present = Object.entries(groups).filter(([, group]) => (group ?? '').trim() !== '');
      return present.length === 0 ? null : Object.fromEntries(present);
    });
}
