"""Overlays of pairs by OpenCV in two processes. Usage: overlay.py ORIGINALS MASKS OUT; the whole program is timed from outside."""
import glob
import multiprocessing
import os
import sys

import cv2
import numpy


def overlay(job):
    original, mask, output = job
    image = cv2.imread(original)
    colours = cv2.imread(mask)
    blended = cv2.addWeighted(image, 0.5, colours, 0.5, 0)
    shown = colours.any(2)
    image[shown] = blended[shown]
    cv2.imwrite(output, image, [cv2.IMWRITE_JPEG_QUALITY, 90])


def prepare():
    cv2.setNumThreads(1)


if __name__ == '__main__':
    originals, masks, out = sys.argv[1:4]
    os.makedirs(out, exist_ok=True)
    jobs = []
    for path in sorted(glob.glob(os.path.join(originals, '*.jpg'))):
        name = os.path.splitext(os.path.basename(path))[0]
        jobs.append((path, os.path.join(masks, name + '.png'), os.path.join(out, name + '.jpg')))
    with multiprocessing.Pool(2, prepare) as pool:
        for _ in pool.imap_unordered(overlay, jobs, 8):
            pass
