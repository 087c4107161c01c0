import { ImageFileError } from '../errors.ts';
import { nameOf, type Attribute } from './attributes.ts';
import { readElements, readItems, type Element, type Encoding, type Source } from './elements.ts';

/** The elements of a data set or an item, by attribute. Of repeated elements the first counts. */
export class DataSet {
  readonly source: Source;
  readonly encoding: Encoding;
  readonly elements: readonly Element[];
  readonly #byTag = new Map<number, Element>();

  private constructor(source: Source, encoding: Encoding, elements: readonly Element[]) {
    this.source = source;
    this.encoding = encoding;
    this.elements = elements;
    for (const element of elements) if (!this.#byTag.has(element.tag)) this.#byTag.set(element.tag, element);
  }

  /** @throws ImageFileError (`broken-file`, `too-large`) */
  static read(source: Source, encoding: Encoding, start: number, end = source.bytes.length): DataSet {
    return new DataSet(source, encoding, readElements(source, encoding, start, end));
  }

  static of(source: Source, encoding: Encoding, elements: readonly Element[]): DataSet {
    return new DataSet(source, encoding, elements);
  }

  element(attribute: Attribute): Element | undefined {
    return this.#byTag.get(attribute.tag);
  }

  value(attribute: Attribute): Uint8Array | undefined {
    const element = this.element(attribute);
    return element && this.source.bytes.subarray(element.valueStart, element.valueEnd);
  }

  /** The text of one byte per character, without padding; `undefined` where it is absent or empty. */
  text(attribute: Attribute): string | undefined {
    const value = this.value(attribute);
    if (value === undefined) return undefined;
    const text = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1');
    return text.replace(/^ +|[\0 ]+$/g, '') || undefined;
  }

  requiredText(attribute: Attribute): string {
    return this.text(attribute) ?? this.#fail(attribute, undefined, 'a value');
  }

  /** The whole number of a US element. */
  unsigned(attribute: Attribute): number | undefined {
    const element = this.element(attribute);
    if (element === undefined || element.valueEnd === element.valueStart) return undefined;
    const length = element.valueEnd - element.valueStart;
    if (length < 2) this.#fail(attribute, `${length} bytes`, '2 bytes');
    return this.source.view.getUint16(element.valueStart, this.encoding.littleEndian);
  }

  requiredUnsigned(attribute: Attribute): number {
    return this.unsigned(attribute) ?? this.#fail(attribute, undefined, 'a whole number');
  }

  /** The whole number of an IS element. */
  integer(attribute: Attribute): number | undefined {
    const text = this.text(attribute);
    if (text === undefined) return undefined;
    if (!/^[+-]?\d{1,12}$/.test(text)) this.#fail(attribute, JSON.stringify(text), 'a whole number');
    return Number(text);
  }

  /** The numbers of a DS element. */
  decimals(attribute: Attribute): readonly number[] | undefined {
    return this.text(attribute)
      ?.split('\\')
      .map((text) => {
        const number = Number(text.trim());
        if (text.trim() === '' || !Number.isFinite(number))
          this.#fail(attribute, JSON.stringify(text), 'a number');
        return number;
      });
  }

  /** The items of a sequence; empty where it is absent. */
  items(attribute: Attribute): readonly DataSet[] {
    const element = this.element(attribute);
    if (element === undefined) return [];
    return readItems(this.source, element).map(({ start, end }) =>
      DataSet.read(this.source, element.encoding, start, end),
    );
  }

  #fail(attribute: Attribute, found: string | undefined, expected: string): never {
    const { name } = this.source;
    throw new ImageFileError(
      { file: name, field: nameOf(attribute), found, expected },
      {
        code: 'broken-file',
        context: { name, tag: nameOf(attribute) },
      },
    );
  }
}
