"""Makes golden-sklearn.json: scores of scikit-learn for the same beats.

Run with scikit-learn 1.9.1: python golden-sklearn.py > golden-sklearn.json
"""
import json
import math

import numpy as np
import sklearn
from sklearn.covariance import LedoitWolf
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import LocalOutlierFactor, NearestNeighbors
from sklearn.svm import OneClassSVM


def beat(index: int) -> list[float]:
    """The same synthetic beats as in the test, rounded to float32."""
    phase = math.sin(index * 12.9898) * 2
    return [
        float(np.float32(math.sin(step / 3 + phase) + 0.3 * math.sin(index * 1.7 + step * step * 0.37)))
        for step in range(16)
    ]


normals = np.array([beat(i) for i in range(60)])
beats = np.array([beat(i) for i in range(60, 68)] + [[3 * (-1) ** s for s in range(16)]], float)
pca = PCA(3, svd_solver="full").fit(normals)
residual = beats - pca.inverse_transform(pca.transform(beats))
svm = OneClassSVM(nu=0.1, tol=1e-9).fit(normals)
alpha = svm.dual_coef_.ravel() / svm.dual_coef_.sum()
kernel = np.exp(-1 / (16 * normals.var()) * ((beats[:, None] - svm.support_vectors_[None]) ** 2).sum(2))


def lof(k: int) -> np.ndarray:
    return -LocalOutlierFactor(n_neighbors=k, novelty=True).fit(normals).score_samples(beats)


def forest(seed: int) -> np.ndarray:
    return -IsolationForest(n_estimators=200, random_state=seed).fit(normals).score_samples(beats)


print(
    json.dumps(
        {
            "madeWith": f"scikit-learn {sklearn.__version__}",
            "nearestNeighbour": NearestNeighbors(n_neighbors=1).fit(normals).kneighbors(beats)[0].ravel().tolist(),
            "pcaReconstruction": np.linalg.norm(residual, axis=1).tolist(),
            "mahalanobis": np.sqrt(LedoitWolf().fit(normals).mahalanobis(beats)).tolist(),
            "localOutlierFactor": lof(5).tolist(),
            "oneClassSvm": (1 - kernel @ alpha).tolist(),
            "isolationForest": np.mean([forest(seed) for seed in range(20)], 0).tolist(),
        },
        indent=2,
    )
)
