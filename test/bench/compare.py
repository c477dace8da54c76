"""Confusion matrix of two folders of masks by Pillow and NumPy. Usage: compare.py TRUTH PREDICTION ROUNDS; prints seconds."""
import glob
import json
import os
import sys
import time

import numpy
from PIL import Image


def matrix(truth, prediction):
    total = numpy.zeros((256, 256), numpy.int64)
    for path in sorted(glob.glob(os.path.join(truth, '*.png'))):
        wanted = numpy.array(Image.open(path)).astype(numpy.int64)
        given = numpy.array(Image.open(os.path.join(prediction, os.path.basename(path))))
        total += numpy.bincount((256 * wanted + given).ravel(), minlength=65536).reshape(256, 256)
    return total


if __name__ == '__main__':
    seconds = []
    for _ in range(int(sys.argv[3])):
        start = time.perf_counter()
        matrix(sys.argv[1], sys.argv[2])
        seconds.append(time.perf_counter() - start)
    print(json.dumps(seconds))
