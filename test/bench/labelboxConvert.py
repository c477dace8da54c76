# What one would write: every polygon of a Labelbox export with OpenCV, saved as a palette PNG by Pillow.
import json, os, sys
import cv2, numpy
from PIL import Image

export, out = sys.argv[1:]
os.makedirs(out, exist_ok=True)
ids = {'eye': 1, 'nose': 2, 'mouth': 3, 'eyebrow': 4}
palette = bytes(range(256)) * 3
for row in json.load(open(export)):
    size = row['Media Attributes']
    mask = numpy.zeros((size['height'], size['width']), numpy.uint8)
    for item in sorted(row['Label']['objects'], key=lambda item: ids[item['title']]):
        points = numpy.array([(point['x'], point['y']) for point in item['polygon']], numpy.int32)
        cv2.fillPoly(mask, [points], ids[item['title']])
    image = Image.fromarray(mask, 'P')
    image.putpalette(palette)
    image.save(os.path.join(out, os.path.splitext(row['External ID'])[0] + '.png'))
