import { fromBinary, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import { ContractError } from '../errors.ts';

/** Fields of other versions are passed over: a message full of them would cost an object each. */
const options = { readUnknownFields: false } as const;

/** @throws ContractError where the bytes are no such message. */
export function read<Desc extends DescMessage>(schema: Desc, bytes: Uint8Array): MessageShape<Desc> {
  try {
    return fromBinary(schema, bytes, options);
  } catch (cause) {
    throw new ContractError(
      {
        field: schema.name,
        found: `${bytes.byteLength} bytes that do not decode`,
        expected: `a Protobuf message ${schema.typeName}`,
      },
      { code: 'undecodable', context: { bytes: bytes.byteLength }, cause },
    );
  }
}
