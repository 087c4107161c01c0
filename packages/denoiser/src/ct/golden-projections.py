# Makes golden-projections.json: a picture's projections, their filtered back-projection, and what changed projections
# become in the picture, all by scikit-image, as the project's reference simulation does it.
#   pip install numpy==2.4.6 scikit-image==0.26.0 && python golden-projections.py
import json
import os

import numpy as np
from skimage.transform import iradon, radon

side, angles, spacing, photons, every = 96, 10, 3.0, 2e4, 6
rows, columns = np.mgrid[:side, :side]
hu = np.full((side, side), -1000.0)
hu[((columns - 44) / 36) ** 2 + ((rows - 48) / 24) ** 2 < 1] = 40
hu[((columns - 28) / 8) ** 2 + ((rows - 48) / 12) ** 2 < 1] = -700
hu[60:68, 48:60] = 900
attenuation = np.maximum((hu / 1000 + 1) * 0.0195, 0) * spacing
theta = np.linspace(0, 180, angles, endpoint=False)
sums = radon(attenuation, theta, circle=False)
back = iradon(sums, theta, filter_name="hann", circle=False, output_size=side)
# Sines of the place in the angle-major list stand for random changes.
order = np.arange(sums.size).reshape(sums.T.shape).T
change = np.sin(order) / np.sqrt(photons * np.exp(-sums))
noise = iradon(change, theta, filter_name="hann", circle=False, output_size=side) / spacing / 0.0195 * 1000

golden = {
    "side": side,
    "angleCount": angles,
    "pixelSpacingMm": spacing,
    "incidentPhotons": photons,
    "every": every,
    # One angle after the other.
    "sums": np.round(sums.T.ravel(), 5).tolist(),
    # Every sixth pixel of every sixth row, from the fourth on: the very corner lies beyond the last ray.
    "backProjected": np.round(back[3::every, 3::every].ravel(), 6).tolist(),
    "noiseHu": np.round(noise[3::every, 3::every].ravel(), 4).tolist(),
}
with open(os.path.join(os.path.dirname(__file__), "golden-projections.json"), "w") as file:
    json.dump(golden, file)
    file.write("\n")
