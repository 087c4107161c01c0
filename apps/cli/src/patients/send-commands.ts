import { encodePatientCommand, topics, type PatientCommand } from '@beatwatch/contracts';
import type { MessageStream } from '@beatwatch/stream';

/** Puts commands into the log: from then on nothing that is killed loses them, and the scorer carries them out. */
export async function sendCommands(
  stream: MessageStream,
  commands: readonly PatientCommand[],
): Promise<void> {
  const producer = await stream.producer();
  try {
    await producer.send(
      topics.patientCommands,
      commands.map((command) => ({ key: command.patientId, value: encodePatientCommand(command) })),
    );
  } finally {
    await producer.stop();
  }
}
