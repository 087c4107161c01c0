import struct, sys, time
from kafka import KafkaProducer
from beatwatch.v1.stream_pb2 import Packet

producer = KafkaProducer(bootstrap_servers=sys.argv[1] if len(sys.argv) > 1 else "localhost:9092")
sensor = dict(patient_id="mine-01", device_id="sensor-01", lead="II", sampling_rate_hz=250, microvolts_per_count=5)
sequence = 0
while True:
    time.sleep(0.3)
    counts = [0] * 75  # 0.3 s at 250 Hz: your counts here
    packet = Packet(**sensor, sequence=sequence, last_sample_time_us=time.time_ns() // 1000,
                    samples=struct.pack(f"<{len(counts)}h", *counts))
    producer.send("ecg.packets.v1", key=b"mine-01", value=packet.SerializeToString())
    sequence += 1
