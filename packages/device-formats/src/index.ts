export type { EncodedPacket } from './encoded-packet.ts';
export type { Fault } from './fault.ts';
export { takeFhir, takeJson, takePolar, takeProtobuf, type Intake } from './intake.ts';
