"""Writes golden-transforms.json: BM3D's transforms of 8 values by SciPy and PyWavelets, as matrices with rows of length 1.

pip install numpy scipy PyWavelets && python golden-transforms.py
"""
import json
import pathlib

import numpy as np
import pywt
import scipy

unit = np.eye(8)
cosines = scipy.fft.dct(unit, norm="ortho", axis=0)
wavelets = np.array(
    [np.concatenate(pywt.wavedec(row, "bior1.5", mode="periodization", level=3)) for row in unit]
).T
wavelets /= np.linalg.norm(wavelets, axis=1, keepdims=True)
golden = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "PyWavelets": pywt.__version__},
    "cosines": cosines.ravel().tolist(),
    "splineWavelets": wavelets.ravel().tolist(),
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")
