"""What a script does to know a VOC folder, in a warm pool of two processes.

Usage: scan.py FOLDER counts|same ROUNDS; prints the seconds of each round, the pool's start apart.
counts: Pillow and NumPy alone: ids and their pixels, size of the original. same: and what a scan knows beyond that,
by OpenCV: regions and boxes of each id, and the hash of the ids.
"""
import glob
import hashlib
import json
import multiprocessing
import os
import sys
import time

import cv2
import numpy
from PIL import Image


def counts(path):
    mask = numpy.array(Image.open(path))
    original = Image.open(path.replace('SegmentationClass', 'JPEGImages').replace('.png', '.jpg'))
    return numpy.bincount(mask.ravel(), minlength=256), mask.shape, original.size


def same(path):
    mask = numpy.array(Image.open(path))
    original = Image.open(path.replace('SegmentationClass', 'JPEGImages').replace('.png', '.jpg'))
    pixels = numpy.bincount(mask.ravel(), minlength=256)
    regions = {}
    for value in numpy.flatnonzero(pixels):
        own = (mask == value).view(numpy.uint8)
        number, _, stats, _ = cv2.connectedComponentsWithStats(own, connectivity=4)
        regions[int(value)] = (number - 1, stats[1:].tolist())
    return pixels, regions, mask.shape, original.size, hashlib.sha256(mask.tobytes()).hexdigest()


if __name__ == '__main__':
    cv2.setNumThreads(1)
    folder, work, rounds = sys.argv[1], {'counts': counts, 'same': same}[sys.argv[2]], int(sys.argv[3])
    masks = sorted(glob.glob(os.path.join(folder, 'SegmentationClass', '*.png')))
    with multiprocessing.Pool(2) as pool:
        pool.map(work, masks[:64])
        seconds = []
        for _ in range(rounds):
            start = time.perf_counter()
            pool.map(work, masks, chunksize=16)
            seconds.append(time.perf_counter() - start)
    print(json.dumps(seconds))
