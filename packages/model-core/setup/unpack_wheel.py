"""Extracts the files that match a pattern from a wheel: unpack_wheel.py WHEEL FOLDER PATTERN...

Verifies their checksums; exits with 1 on a truncated wheel, and where a pattern fits no file.
"""

import fnmatch
import sys
import zipfile

wheel, folder, *patterns = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    names = archive.namelist()
    for pattern in patterns:
        found = fnmatch.filter(names, pattern)
        if not found:
            sys.exit(f"{wheel}: {pattern} is missing in the wheel")
        for name in found:
            archive.extract(name, folder)
