import { deviceId, encodePacket, patientId, topics } from '@beatwatch/contracts';
import { createKafkaStream } from '@beatwatch/stream';

const stream = await createKafkaStream({
  brokers: [process.argv[2] ?? 'localhost:9092'],
  clientId: 'my-sensor',
});
const producer = await stream.producer();
const sensor = { patientId: patientId('mine-01'), deviceId: deviceId('sensor-01'), lead: 'II' };
const signal = { samplingRateHz: 250, microvoltsPerCount: 5 };
for (let sequence = 0; ; sequence += 1) {
  await new Promise((resolve) => setTimeout(resolve, 300));
  const samples = new Int16Array(75); // 0.3 s at 250 Hz: your counts here
  const value = encodePacket({
    ...sensor,
    ...signal,
    sequence,
    samples,
    lastSampleTimeUs: Date.now() * 1000,
  });
  await producer.send(topics.packets, [{ key: sensor.patientId, value }]);
}
