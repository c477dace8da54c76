"""What Labelbox exports hold, told independently of Maskscope: prints JSON for the files given as arguments.

Looks at each file as a whole with json.load, and counts by the plain rules of each format.
"""
import json, re, sys

HOSTS = {'image-segmentation-hybrid': 'E2', 'image-segmentation-v3': 'E3', 'image-segmentation-v4': 'E4', 'editor': 'E5'}


def rows_of(path):
    with open(path, encoding='utf-8-sig') as file:
        text = file.read()
    try:
        value = json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return value if isinstance(value, list) else [value]


def era_of(rows):
    if not all('Label' in row and 'Labeled Data' in row for row in rows):
        return None
    host = re.match(r'https://([\w-]+)\.labelbox\.com', rows[0].get('View Label', ''))
    return HOSTS[host.group(1)] if host else 'E1'


def kind_of(thing):
    for key, kind in (('polygon', 'polygons'), ('bbox', 'box'), ('line', 'line'), ('point', 'point')):
        if key in thing:
            return kind
    if 'geometry' in thing or 'data' in thing:
        return 'unknown'
    return 'mask'


def is_image(row):
    label, data = row['Label'], row['Labeled Data']
    if isinstance(label, list) or data.strip().startswith('{'):
        return False
    objects = label.get('objects', []) if isinstance(label, dict) else []
    return not any('page' in thing or 'data' in thing for thing in objects if isinstance(thing, dict))


def objects_of(row, era):
    label = row['Label']
    if not isinstance(label, dict):
        return []
    if era == 'E5':
        return [kind_of(thing) for thing in label.get('objects', [])]
    kinds = []
    for name, value in label.items():
        if era in ('E1', 'E2'):
            kinds.append('polygons')
        else:
            kinds += ['point' if isinstance(item['geometry'], dict) else 'polygons' for item in value]
    return kinds


def outlines_of(row, era):
    """Outlines of polygons, and their points."""
    label, outlines, points = row['Label'], 0, 0
    if not isinstance(label, dict):
        return 0, 0
    text = json.dumps(label)
    for wkt in re.findall(r'"(?:MULTI)?POLYGON[^"]*"', text):
        for ring in re.findall(r'\(([^()]+)\)', wkt):
            outlines, points = outlines + 1, points + len(ring.split(','))

    def walk(value, key):
        nonlocal outlines, points
        if isinstance(value, list) and value and all(isinstance(p, dict) and set(p) == {'x', 'y'} for p in value):
            if key != 'line':
                outlines, points = outlines + 1, points + len(value)
        elif isinstance(value, list):
            for item in value:
                walk(item, key)
        elif isinstance(value, dict):
            for name, item in value.items():
                walk(item, name)

    walk(label, '')
    return outlines, points


def state_of(row, era):
    label = row['Label']
    if not is_image(row):
        return 'notImage'
    if row.get('Skipped') is True:
        return 'skipFlag'
    if label == 'Skip':
        return 'skipText'
    if objects_of(row, era):
        return 'labelled'
    if label == {}:
        return 'emptyLabel'
    return 'classificationsOnly' if label.get('classifications') else 'background'


def count(items):
    return {item: items.count(item) for item in sorted(set(items))}


def facts(path):
    rows = rows_of(path)
    era = era_of(rows)
    if era is None:
        return {'era': None}
    outlines = [outlines_of(row, era) for row in rows]
    return {
        'era': era,
        'rows': len(rows),
        'states': count([state_of(row, era) for row in rows]),
        'objects': count([kind for row in rows for kind in objects_of(row, era)]),
        'outlines': sum(one for one, _ in outlines),
        'points': sum(points for _, points in outlines),
        'ids': [row['ID'] for row in rows],
    }


print(json.dumps([facts(path) for path in sys.argv[1:]]))
