"""Reads DICOM files with pydicom: one request as JSON from standard input, the response as JSON."""

import json
import os
import sys
import warnings

import numpy
import pydicom
from pydicom.uid import generate_uid

warnings.simplefilter("ignore")


def raw(dataset, tag):
    """An element as its bytes, where pydicom has not parsed it."""
    element = dataset.get_item(tag)
    if element is None:
        return None
    value = element.value
    return (str(element.VR), value if isinstance(value, bytes) else repr(value))


def changed_tags(old, new):
    tags = set(old.keys()) | set(new.keys())
    return sorted("%08x" % int(tag) for tag in tags if raw(old, tag) != raw(new, tag))


def pixels(dataset):
    return dataset.pixel_array.astype(numpy.float64)


def compare(request):
    """Tags that differ, and how far pixels do at most; colours are compared as red, green and blue."""
    responses = []
    for pair in request["pairs"]:
        old = pydicom.dcmread(pair["old"], force=True)
        new = pydicom.dcmread(pair["new"])
        response = {
            "meta": changed_tags(old.file_meta, new.file_meta),
            "tags": changed_tags(old, new),
            "isLossy": str(old.get("LossyImageCompression", "")) == "01" or is_lossy(old),
            "photometric": str(new.PhotometricInterpretation),
        }
        try:
            before, after = pixels(old), pixels(new)
            response["greatestDifference"] = (
                float(numpy.abs(before - after).max()) if before.shape == after.shape else "shape"
            )
        except Exception as error:  # pydicom's own decoders do not read all of its test files
            response["undecodable"] = str(error)[:200]
        responses.append(response)
    return responses


def is_lossy(dataset):
    syntax = dataset.file_meta.get("TransferSyntaxUID", "")
    return str(syntax).endswith((".4.50", ".4.51", ".4.81", ".4.91"))


def describe(request):
    """Elements by keyword, sequences as lists, of one file; and its values after rescale."""
    dataset = pydicom.dcmread(request["file"])
    named = {}
    for element in dataset:
        if element.keyword and element.keyword != "PixelData":
            named[element.keyword] = json.loads(json.dumps(element.to_json_dict(None, 0), default=str)).get("Value")
    return {
        "meta": {element.keyword: str(element.value) for element in dataset.file_meta},
        "elements": named,
    }


def values(request):
    """Writes the values of a file, after rescale, as 64-bit floats."""
    dataset = pydicom.dcmread(request["file"])
    slope, intercept = float(dataset.get("RescaleSlope", 1)), float(dataset.get("RescaleIntercept", 0))
    (pixels(dataset) * slope + intercept).astype("<f8").tofile(request["out"])


def test_files(request):
    """pydicom's own test files that have pixels, with the UIDs that some of them lack."""
    folder = os.path.join(os.path.dirname(pydicom.__file__), "data", "test_files")
    names = []
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".dcm"):
            continue
        dataset = pydicom.dcmread(os.path.join(folder, name), force=True)
        if "PixelData" not in dataset:
            continue
        target = os.path.join(request["folder"], name)
        lacking = [
            keyword
            for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "SOPClassUID")
            if not dataset.get(keyword)
        ]
        if lacking and "Rows" in dataset:
            for keyword in lacking:
                setattr(dataset, keyword, generate_uid(entropy_srcs=[name, keyword]))
            dataset.save_as(target)
        else:
            with open(os.path.join(folder, name), "rb") as source, open(target, "wb") as copy:
                copy.write(source.read())
        names.append(name)
    return names


def compress(request):
    """Compresses a file with pydicom: RLE, and JPEG 2000 by OpenJPEG."""
    dataset = pydicom.dcmread(request["file"])
    dataset.compress(request["syntax"], generate_instance_uid=False)
    dataset.save_as(request["out"])


request = json.load(sys.stdin)
print(json.dumps(globals()[request["do"]](request)))
