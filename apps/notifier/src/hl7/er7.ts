/** A value with the components and subcomponents that it is made of; `undefined` leaves one empty. */
type Component = string | undefined | readonly (string | undefined)[];
/** Components, one text, or repetitions of texts. */
export type Field = string | undefined | readonly Component[] | { readonly repeats: readonly string[] };

const escapes: Readonly<Record<string, string>> = {
  '|': '\\F\\',
  '^': '\\S\\',
  '&': '\\T\\',
  '~': '\\R\\',
  '\\': '\\E\\',
};

/**
 * Text as the data of a field, in the encoding characters `^~\&`: separators are escaped, and control characters, which would end a
 * segment or a frame. Everything else stays as it is.
 * @see HL7 v2.6, 2.7
 */
export const escapeText = (text: string): string =>
  text.normalize('NFC').replace(/[|^&~\\]|[\u0000-\u001f\u007f]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
    return escapes[character] ?? `\\X${code}\\`;
  });

function join<Part>(parts: readonly Part[], separator: string, encode: (part: Part) => string): string {
  const encoded = parts.map(encode);
  // Trailing empty parts are left out.
  while (encoded.at(-1) === '') encoded.pop();
  return encoded.join(separator);
}

const component = (value: Component): string =>
  typeof value === 'object' ? join(value, '&', (part = '') => escapeText(part)) : escapeText(value ?? '');

function field(value: Field): string {
  if (typeof value !== 'object') return escapeText(value ?? '');
  return 'repeats' in value ? join(value.repeats, '~', escapeText) : join(value, '^', component);
}

/** A segment; the first field is number 1. */
export const segment = (name: string, fields: readonly Field[]): string =>
  join([name, ...fields], '|', field);

/** The header, whose first two fields are the separators themselves. @param fields from MSH-3 on */
export const header = (fields: readonly Field[]): string => `MSH|^~\\&|${join(fields, '|', field)}`;

/** `YYYYMMDDHHMMSS.SSS+ZZZZ`, in UTC. @param iso as `Date.toISOString` writes it */
export const timestamp = (iso: string): string => `${iso.replace(/[-:T]|Z$/g, '')}+0000`;
