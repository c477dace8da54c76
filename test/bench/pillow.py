"""The other side of the bench: what a user would run instead, timed where it runs.

Reads one JSON request a line, `{"do": "decode" | "encode", "path": …, "out": …,
"repeats": …}`, and answers each with
`{"seconds": …, "bytes": …}`. Times include opening the file, as the other side's do.
"""

import json
import os
import sys
import time

import numpy
import PIL
from PIL import Image

Image.MAX_IMAGE_PIXELS = None
loaded = {}


def decode(path):
    """Ids and their histogram: Pillow + numpy.bincount."""
    start = time.perf_counter()
    with Image.open(path) as image:
        counts = numpy.bincount(numpy.asarray(image).ravel(), minlength=256)
    return {"seconds": time.perf_counter() - start, "bytes": int(counts.sum())}


def encode(path, out, repeats):
    """Pillow's default PNG encoder, the mean of some calls; decoding is not timed."""
    if path not in loaded:
        loaded.clear()
        with Image.open(path) as image:
            image.load()
            loaded[path] = image.copy()
    start = time.perf_counter()
    for _ in range(repeats):
        loaded[path].save(out, format="PNG")
    return {"seconds": (time.perf_counter() - start) / repeats, "bytes": os.path.getsize(out)}


print(json.dumps({"pillow": PIL.__version__, "numpy": numpy.__version__}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    answer = decode(request["path"]) if request["do"] == "decode" else encode(request["path"], request["out"], request["repeats"])
    print(json.dumps(answer), flush=True)
