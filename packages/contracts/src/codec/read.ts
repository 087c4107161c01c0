import { fromBinary, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import { ContractError } from '../errors.ts';

/** @throws ContractError where the bytes are no such message. */
export function read<Desc extends DescMessage>(schema: Desc, bytes: Uint8Array): MessageShape<Desc> {
  try {
    return fromBinary(schema, bytes);
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
