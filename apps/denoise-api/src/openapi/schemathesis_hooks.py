"""Gives schemathesis bodies that are what their media type says: nobody comes upon a DICOM file by chance."""

import io
import zipfile

import numpy
import pydicom
import schemathesis
from hypothesis import strategies as st
from PIL import Image
from pydicom.dataset import FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage
from schemathesis.transport.requests import REQUESTS_TRANSPORT

BOUNDARY = "schemathesis"


def picture(side: int, kind: str) -> bytes:
    pixels = (numpy.arange(side * side) % 251).astype(numpy.uint8).reshape(side, side)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format=kind)
    return file.getvalue()


def array(side: int) -> bytes:
    file = io.BytesIO()
    numpy.save(file, numpy.arange(side * side, dtype=numpy.float32).reshape(side, side))
    return file.getvalue()


def dicom(side: int) -> bytes:
    data = pydicom.Dataset()
    data.SOPClassUID = SecondaryCaptureImageStorage
    data.SOPInstanceUID = f"1.2.3.{side}"
    data.StudyInstanceUID, data.SeriesInstanceUID = "1.2.3", "1.2.3.0"
    data.Modality, data.PatientID, data.PatientName = "OT", "demo-1", "Demo^One"
    data.Rows = data.Columns = side
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    data.BitsAllocated = data.BitsStored = 16
    data.HighBit, data.PixelRepresentation = 15, 0
    data.PixelData = numpy.arange(side * side, dtype="<u2").tobytes()
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    file = io.BytesIO()
    data.save_as(file, enforce_file_format=True)
    return file.getvalue()


def archive(side: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("a.png", picture(side, "PNG"))
        made.writestr("b.dcm", dicom(side))
    return file.getvalue()


sides = st.sampled_from([8, 16, 33])
for name, make in {
    "application/dicom": dicom,
    "image/png": lambda side: picture(side, "PNG"),
    "image/jpeg": lambda side: picture(side, "JPEG"),
    "image/tiff": lambda side: picture(side, "TIFF"),
    "application/x-npy": array,
    "application/octet-stream": dicom,
    "application/zip": archive,
    "multipart/related": dicom,
}.items():
    schemathesis.openapi.media_type(name, sides.map(make))
schemathesis.openapi.format("binary", sides.map(dicom))


# The public decorator gives a body alone, and this one is nothing without the boundary in its media type.
@REQUESTS_TRANSPORT.serializer("multipart/related")
def in_parts(context, value):
    part = value if isinstance(value, bytes) else str(value).encode()
    return {
        "data": f"--{BOUNDARY}\r\nContent-Type: application/dicom\r\n\r\n".encode()
        + part
        + f"\r\n--{BOUNDARY}--\r\n".encode(),
        "headers": {"Content-Type": f'multipart/related; type="application/dicom"; boundary={BOUNDARY}'},
    }
