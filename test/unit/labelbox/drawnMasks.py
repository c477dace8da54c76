# Draws the objects of exports of E1 to E4 by itself and compares with masks. Reads JSON from standard input:
# [{export, rule, up, width, height, ids: {class: id}, files: {row: mask}}], larger ids on top. Prints for each the pixels
# that differ by row, the pixels by id, and the rows that have polygons.
import json, re, sys
import cv2, numpy
from PIL import Image, ImageDraw


def polygons_of(value):
    """Polygons of a class's value, each a list of rings."""
    if isinstance(value, str):
        if 'POLYGON' not in value:
            return []
        body = value[value.index('('):]
        texts = re.findall(r'\(\((.*?)\)\)', body) if 'MULTI' not in value else re.findall(r'\(\((.*?)\)\)', body[1:-1])
        return [[points_of(ring) for ring in re.split(r'\)\s*,\s*\(', text)] for text in texts]
    if isinstance(value, list) and value and isinstance(value[0], dict) and 'geometry' in value[0]:
        return [polygon for one in value for polygon in geometry_of(one['geometry'])]
    if isinstance(value, list) and value and isinstance(value[0], list):
        return [[[(point['x'], point['y']) for point in ring]] for ring in value]
    return []


def geometry_of(geometry):
    if isinstance(geometry, str):
        return polygons_of(geometry)
    if isinstance(geometry, list):
        return [[[(point['x'], point['y']) for point in geometry]]]
    return []


def points_of(text):
    return [tuple(float(number) for number in point.split()) for point in text.strip('() ').split(',')]


def inside(rings, width, height):
    """Even-odd of the centres; one on an edge belongs to what lies right of it."""
    y = numpy.arange(height)[:, None] + 0.5
    x = numpy.arange(width)[None, :] + 0.5
    result = numpy.zeros((height, width), bool)
    for ring in rings:
        for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1]):
            if y0 == y1:
                continue
            if y0 > y1:
                x0, y0, x1, y1 = x1, y1, x0, y0
            rows = ((y0 <= y) & (y < y1))[:, 0]
            at = y[rows]
            result[rows] ^= (x - x0) * (y1 - y0) >= (at - y0) * (x1 - x0)
    return result


def drawn(rings, rule, width, height):
    if rule == 'centre':
        return inside(rings, width, height)
    if rule == 'opencv-4.6':
        mask = numpy.zeros((height, width), numpy.uint8)
        cv2.fillPoly(mask, [numpy.array(ring, numpy.int32) for ring in rings], 1)
        return mask > 0
    image = Image.new('L', (width, height))
    for at, ring in enumerate(rings):
        ImageDraw.Draw(image).polygon(ring, fill=1 if at == 0 else 0)
    return numpy.array(image) > 0


def answer(case):
    width, height = case['width'], case['height']
    rows = json.load(open(case['export'], encoding='utf-8'))
    rows = rows if isinstance(rows, list) else [rows]
    differing, pixels = {}, {}
    for index, path in case['files'].items():
        found = numpy.array(Image.open(path))
        expected = numpy.zeros((height, width), numpy.int64)
        label = rows[int(index)]['Label']
        # Class names have blanks around them in real files.
        for written in sorted(label, key=lambda name: case['ids'].get(name.strip(), 0)):
            number = case['ids'].get(written.strip())
            for rings in polygons_of(label[written]):
                if case['up']:
                    rings = [[(x, height - y) for x, y in ring] for ring in rings]
                expected[drawn(rings, case['rule'], width, height)] = number
        differing[index] = int((expected != found).sum())
        pixels[index] = {str(number): int((expected == number).sum()) for number in numpy.unique(expected)}
    labelled = [index for index, row in enumerate(rows) if isinstance(row.get('Label'), dict)
                and any(polygons_of(value) for value in row['Label'].values())]
    return {'differing': differing, 'pixels': pixels, 'labelled': labelled}


print(json.dumps([answer(case) for case in json.load(sys.stdin)]))
