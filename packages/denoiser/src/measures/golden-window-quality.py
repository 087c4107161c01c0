"""Writes golden-window-quality.json: PSNR and SSIM by scikit-image of two small images in two windows of HU.

pip install numpy scikit-image && python golden-window-quality.py
"""
import json
import pathlib

import numpy as np
import skimage
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

random = np.random.default_rng(11)
height, width = 14, 17
y, x = np.mgrid[:height, :width]
reference = np.round(900 * np.sin(x / 3) * np.cos(y / 4) - 200)
noisy = np.round(reference + random.normal(0, 60, reference.shape))


def quality(lowest, highest):
    a, b = np.clip(reference, lowest, highest), np.clip(noisy, lowest, highest)
    return {
        "lowestHu": lowest,
        "highestHu": highest,
        "psnrDb": float(peak_signal_noise_ratio(a, b, data_range=highest - lowest)),
        "ssim": float(structural_similarity(a, b, data_range=highest - lowest)),
    }


golden = {
    "versions": {"numpy": np.__version__, "scikit-image": skimage.__version__},
    "width": width,
    "height": height,
    "reference": reference.ravel().tolist(),
    "noisy": noisy.ravel().tolist(),
    "windows": [quality(-160, 240), quality(-1000, 1000)],
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")
