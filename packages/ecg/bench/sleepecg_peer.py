"""
SleepECG's R-peak detector with its C backend. Reads recordings from standard input, each a line of JSON
({"samplingRateHz", "sampleCount"}) and then that many little-endian 64-bit floats; answers a line of JSON each
({"cpuSeconds", "peaks"}).
"""
import importlib.metadata
import json
import sys
import time
import warnings

import numpy as np
from sleepecg import detect_heartbeats

# It would warn and take a slower backend if its C module were missing.
warnings.simplefilter('error')

print(json.dumps({'version': importlib.metadata.version('sleepecg')}), flush=True)
for line in iter(sys.stdin.buffer.readline, b''):
    recording = json.loads(line)
    ecg = np.frombuffer(sys.stdin.buffer.read(8 * recording['sampleCount']), dtype='<f8')
    before = time.process_time()
    peaks = detect_heartbeats(ecg, recording['samplingRateHz'], backend='c')
    cpu_seconds = time.process_time() - before
    print(json.dumps({'cpuSeconds': cpu_seconds, 'peaks': peaks.tolist()}), flush=True)
