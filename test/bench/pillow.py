"""The other side of the bench: what a user would run instead, timed where it runs.

Reads one JSON request a line, `{"do": "decode" | "encode", "path": …, "repeats": …}` or `{"do": "batch" | "start",
"work": "palette" | "remap" | "border", "folder": …, "out": …}` or `{"do": "convert", "work": …, "folder": …}` or
`{"do": "raster", "rings": …, "width": …, "height": …, "rule": …, "repeats": …}`, and answers each with `{"seconds": …, "bytes": …}`.
Times of decoding include opening the file, as the other side's do. `batch` times the work of processes that are there;
`start` is for being timed from outside, from the start of this process to its end. `convert` does the same work with files
that lie in memory, on one core.
"""

import io
import json
import multiprocessing
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


def encode(path, repeats):
    """Pillow's default PNG encoder into memory, the mean of some calls; decoding is not timed."""
    if path not in loaded:
        loaded.clear()
        with Image.open(path) as image:
            image.load()
            loaded[path] = image.copy()
    start = time.perf_counter()
    for _ in range(repeats):
        out = io.BytesIO()
        loaded[path].save(out, format="PNG")
    return {"seconds": (time.perf_counter() - start) / repeats, "bytes": out.tell()}


PALETTE = bytes((3 * i) & 255 for i in range(768))
REVERSED = numpy.arange(255, -1, -1, dtype=numpy.uint8)


def change_palette(source, out):
    with Image.open(source) as image:
        image.putpalette(PALETTE)
        image.save(out)


def remap(source, out):
    with Image.open(source) as image:
        changed = Image.fromarray(REVERSED[numpy.asarray(image)])
        changed.putpalette(image.getpalette())
        changed.save(out)


def draw_border(source, out):
    import cv2

    with Image.open(source) as image:
        ids = numpy.array(image)
        objects = (ids != 0).astype(numpy.uint8)
        rim = cv2.dilate(objects, numpy.ones((3, 3), numpy.uint8), iterations=5) & (1 - objects)
        ids[rim == 1] = 255
        changed = Image.fromarray(ids)
        changed.putpalette(image.getpalette())
        changed.save(out)


WORK = {"palette": change_palette, "remap": remap, "border": draw_border}


def prepare(work):
    """What each process needs before its first file."""
    if work == "border":
        import cv2

        cv2.setNumThreads(1)


def warm(_):
    time.sleep(0.2)


def batch(work, folder, out, is_warm):
    """Every file of a folder in two processes; where they are warmed up, their start and imports are not timed."""
    pairs = [(os.path.join(folder, name), os.path.join(out, name)) for name in sorted(os.listdir(folder))]
    with multiprocessing.Pool(2, prepare, (work,)) as pool:
        if is_warm:
            pool.map(warm, range(2), chunksize=1)
        start = time.perf_counter()
        pool.starmap(WORK[work], pairs, chunksize=32)
        seconds = time.perf_counter() - start
    return {"seconds": seconds, "bytes": 0}


def convert(work, folder):
    """The work alone: from the bytes of a file to the bytes of another, a file after the other."""
    prepare(work)
    files = [open(os.path.join(folder, name), "rb").read() for name in sorted(os.listdir(folder))]
    start = time.perf_counter()
    for file in files:
        out = io.BytesIO()
        out.name = "mask.png"
        WORK[work](io.BytesIO(file), out)
    return {"seconds": time.perf_counter() - start, "bytes": out.tell()}


def raster(rings, width, height, rule, repeats):
    """The mean of some calls that each fill all polygons, every one into a mask of its own."""
    import cv2
    from PIL import ImageDraw

    cv2.setNumThreads(1)
    arrays = [numpy.array(ring).reshape(-1, 2).astype(numpy.int32) for ring in rings]
    start = time.perf_counter()
    for _ in range(repeats):
        for ring, points in zip(rings, arrays):
            if rule == "opencv-4.6":
                cv2.fillPoly(numpy.zeros((height, width), numpy.uint8), [points], 1)
            else:
                ImageDraw.Draw(Image.new("L", (width, height))).polygon(ring, fill=1)
    return {"seconds": (time.perf_counter() - start) / repeats, "bytes": 0}


def answer(request):
    if request["do"] == "raster":
        return raster(request["rings"], request["width"], request["height"], request["rule"], request["repeats"])
    if request["do"] == "convert":
        return convert(request["work"], request["folder"])
    if request["do"] in ("batch", "start"):
        return batch(request["work"], request["folder"], request["out"], request["do"] == "batch")
    if request["do"] == "decode":
        return decode(request["path"])
    return encode(request["path"], request["repeats"])


print(json.dumps({"pillow": PIL.__version__, "numpy": numpy.__version__}), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
