"""Takes the files that match a pattern out of a wheel: unpack_wheel.py WHEEL FOLDER PATTERN...

Their checksums are compared on the way; a truncated wheel ends with exit code 1.
"""

import fnmatch
import sys
import zipfile

wheel, folder, *patterns = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
            archive.extract(name, folder)
