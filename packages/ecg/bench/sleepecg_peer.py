"""
SleepECG's R-peak detector with its C backend. Reads recordings from standard input, each a line of JSON
({"samplingRateHz", "sampleCount"}) followed by the samples as little-endian 64-bit floats; writes a line of JSON for
each ({"cpuSeconds", "peaks"}).
"""
import importlib.metadata
import json
import sys
import time
import warnings

import numpy as np
from sleepecg import detect_heartbeats

# Without its C module it would only warn and use a slower backend.
warnings.simplefilter('error')

print(json.dumps({'version': importlib.metadata.version('sleepecg')}), flush=True)
for line in iter(sys.stdin.buffer.readline, b''):
    recording = json.loads(line)
    ecg = np.frombuffer(sys.stdin.buffer.read(8 * recording['sampleCount']), dtype='<f8')
    before = time.process_time()
    peaks = detect_heartbeats(ecg, recording['samplingRateHz'], backend='c')
    cpu_seconds = time.process_time() - before
    print(json.dumps({'cpuSeconds': cpu_seconds, 'peaks': peaks.tolist()}), flush=True)
