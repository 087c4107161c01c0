"""
scikit-image's fast non-local means and PyPI's bm3d. Reads slices from standard input, each a line of JSON
({"filter", "width", "height", "noiseSd"}) and then that many little-endian 32-bit floats; writes a line of JSON each
({"ms", "cpuMs"}, the latter of all threads).
"""
import importlib.metadata
import json
import sys
import time

import numpy as np
from bm3d import bm3d
from skimage.restoration import denoise_nl_means

filters = {
    'non-local means': lambda image, sd: denoise_nl_means(
        image, patch_size=5, patch_distance=7, h=0.6 * sd, sigma=sd, fast_mode=True),
    'BM3D': bm3d,
}
versions = {name: importlib.metadata.version(name) for name in ('scikit-image', 'bm3d')}
print(json.dumps(versions), flush=True)
for line in iter(sys.stdin.buffer.readline, b''):
    job = json.loads(line)
    shape = job['height'], job['width']
    image = np.frombuffer(sys.stdin.buffer.read(4 * shape[0] * shape[1]), dtype='<f4').reshape(shape)
    before, cpu_before = time.perf_counter(), time.process_time()
    filters[job['filter']](image, job['noiseSd'])
    ms, cpu_ms = 1000 * (time.perf_counter() - before), 1000 * (time.process_time() - cpu_before)
    print(json.dumps({'ms': ms, 'cpuMs': cpu_ms}), flush=True)
