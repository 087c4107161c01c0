"""Writes golden-scikit-image.json: two small images and what scipy and scikit-image make of them.

pip install numpy scipy scikit-image && python golden-scikit-image.py
"""
import json
import pathlib

import numpy as np
import scipy
import skimage
from scipy.ndimage import gaussian_filter, median_filter
from skimage.metrics import peak_signal_noise_ratio, structural_similarity
from skimage.restoration import denoise_nl_means

random = np.random.default_rng(7)
height, width = 11, 13
y, x = np.mgrid[:height, :width]
reference = np.round(127 + 120 * np.sin(x / 2) * np.cos(y / 3))
noisy = np.round(np.clip(reference + random.normal(-5.9, 20, reference.shape), 0, 255))
cross = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], bool)


def exact_non_local_means(patch_size, search_radius, strength, noise_sigma):
    """The same sum in plain steps: scikit-image rounds its exponentials to a few per cent for speed."""
    margin = patch_size // 2
    padded = np.pad(noisy, margin, mode="reflect")
    steps = np.arange(-margin, margin + 1)
    bell = np.exp(-(steps[:, None] ** 2 + steps**2) / (2 * ((patch_size - 1) / 4) ** 2))
    bell /= bell.sum() * strength**2
    patch = lambda row, column: padded[row : row + patch_size, column : column + patch_size]
    result = np.zeros_like(noisy)
    for row, column in np.ndindex(noisy.shape):
        total = weights = 0.0
        for i in range(max(0, row - search_radius), min(height, row + search_radius + 1)):
            for j in range(max(0, column - search_radius), min(width, column + search_radius + 1)):
                by_row = (bell * ((patch(row, column) - patch(i, j)) ** 2 - 2 * noise_sigma**2)).sum(axis=1)
                near = np.all(np.cumsum(by_row)[:-1] <= 5)
                weight = np.exp(-max(0.0, by_row.sum())) if near else 0.0
                weights += weight
                total += weight * noisy[i, j]
        result[row, column] = total / weights
    return result


def non_local_means(patch_size, search_radius, strength, noise_sigma):
    return {
        "options": {
            "patchSize": patch_size,
            "searchRadius": search_radius,
            "strength": strength,
            "noiseSigma": noise_sigma,
        },
        "exact": exact_non_local_means(patch_size, search_radius, strength, noise_sigma).ravel().tolist(),
        "values": denoise_nl_means(
            noisy,
            patch_size=patch_size,
            patch_distance=search_radius,
            h=strength,
            sigma=noise_sigma,
            fast_mode=False,
        ).ravel().tolist(),
    }


def exact_fast_non_local_means(patch_size, search_radius, strength, noise_sigma):
    """
    The same with even weights in a patch and a mirrored border that is searched too. scikit-image reads its integral
    image such that a patch's first row and column are left out, and divides by all of its pixels.
    """
    reach = patch_size // 2 + search_radius
    padded = np.pad(noisy, reach, mode="reflect")
    side, before = patch_size - 1, patch_size // 2 - 1
    patch = lambda row, column: padded[row - before :, column - before :][:side, :side]
    result = np.zeros_like(noisy)
    for row, column in np.ndindex(noisy.shape):
        total = weights = 0.0
        for i in range(row + reach - search_radius, row + reach + search_radius + 1):
            for j in range(column + reach - search_radius, column + reach + search_radius + 1):
                squares = (patch(row + reach, column + reach) - patch(i, j)) ** 2 - 2 * noise_sigma**2
                distance = squares.sum() / (patch_size * strength) ** 2
                weight = np.exp(-max(0.0, distance)) if distance <= 5 else 0.0
                weights += weight
                total += weight * padded[i, j]
        result[row, column] = total / weights
    return result


def fast_non_local_means(patch_size, search_radius, strength, noise_sigma):
    options = dict(patch_size=patch_size, patch_distance=search_radius, h=strength, sigma=noise_sigma)
    return {
        "options": {
            "patchSize": patch_size,
            "searchRadius": search_radius,
            "strength": strength,
            "noiseSigma": noise_sigma,
        },
        "exact": exact_fast_non_local_means(patch_size, search_radius, strength, noise_sigma).ravel().tolist(),
        "values": denoise_nl_means(noisy, fast_mode=True, **options).ravel().tolist(),
    }


golden = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-image": skimage.__version__},
    "width": width,
    "height": height,
    "reference": reference.ravel().tolist(),
    "noisy": noisy.ravel().tolist(),
    "median": [
        {"options": {"radius": 1}, "values": median_filter(noisy, size=3).ravel().tolist()},
        {"options": {"radius": 2}, "values": median_filter(noisy, size=5).ravel().tolist()},
        {"options": {"radius": 1, "window": "cross"}, "values": median_filter(noisy, footprint=cross).ravel().tolist()},
    ],
    "nonLocalMeans": [
        non_local_means(3, 3, 25.0, 0.0),
        non_local_means(5, 4, 40.0, 20.0),
        non_local_means(7, 11, 60.0, 0.0),
    ],
    "gaussian": [
        {"sigmaPixels": sigma, "values": gaussian_filter(noisy, sigma).ravel().tolist()} for sigma in (0.5, 0.8, 2.3)
    ],
    "fastNonLocalMeans": [
        fast_non_local_means(3, 2, 25.0, 0.0),
        fast_non_local_means(5, 4, 20.0, 20.0),
        fast_non_local_means(7, 3, 40.0, 10.0),
    ],
    "psnrDb": float(peak_signal_noise_ratio(reference, noisy, data_range=255)),
    "ssim": float(structural_similarity(reference, noisy, data_range=255)),
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")
