import type { Geometry, Polygon, Ring } from './model.ts';

const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;

const KEYWORD =
  /^\s*(?:POINT|LINESTRING|POLYGON|MULTI(?:POINT|LINESTRING|POLYGON|CURVE|SURFACE)|GEOMETRYCOLLECTION)\s*(?:ZM?|M)?\s*(?:\(|EMPTY\s*$)/i;

/** Whether a text begins as WKT does: a keyword, then a bracket or EMPTY. "Point of sale" does not. */
export function looksLikeWkt(text: string): boolean {
  return KEYWORD.test(text);
}

/**
 * Reads POLYGON, LINESTRING, POINT and their MULTI forms in two dimensions (OGC 06-103r4, section 7), as Labelbox writes
 * them; EMPTY ones have no polygons or points. Several polygons are one geometry, several points or lines are several.
 * Null for anything else.
 */
export function parseWkt(text: string): readonly Geometry[] | null {
  const head = /^\s*(MULTI(?:POLYGON|LINESTRING|POINT)|POLYGON|POINT|LINESTRING)\s*/i.exec(text);
  if (head === null) return null;
  const type = head[1]?.toUpperCase();
  const at = head[0].length;
  if (/^EMPTY\s*$/i.test(text.slice(at))) {
    const isLine = type === 'LINESTRING' || type === 'MULTILINESTRING';
    return [isLine ? { kind: 'line', points: new Float64Array() } : { kind: 'polygons', polygons: [] }];
  }
  const reader = new WktReader(text, at);
  const geometries = readGeometries(reader, type);
  return reader.isAtEnd() ? geometries : null;
}

function readGeometries(reader: WktReader, type: string | undefined): readonly Geometry[] | null {
  const polygon = (): Polygon | null => reader.list(() => reader.points());
  switch (type) {
    case 'MULTIPOLYGON': {
      const polygons = reader.list(polygon);
      return polygons && [{ kind: 'polygons', polygons }];
    }
    case 'POLYGON': {
      const rings = polygon();
      return rings && [{ kind: 'polygons', polygons: [rings] }];
    }
    case 'MULTILINESTRING': {
      const lines = reader.list(() => reader.points());
      return lines && lines.map((points) => ({ kind: 'line', points }));
    }
    case 'LINESTRING': {
      const points = reader.points();
      return points && [{ kind: 'line', points }];
    }
    case 'MULTIPOINT': {
      // Each point may have brackets of its own.
      const points = reader.list(() => (reader.isAt('(') ? reader.points() : reader.pair()));
      return points?.every(({ length }) => length === 2) === true ? points.map(pointAt) : null;
    }
    default: {
      const point = reader.points();
      return point?.length === 2 ? [pointAt(point)] : null;
    }
  }
}

function pointAt(pair: Ring): Geometry {
  return { kind: 'point', x: pair[0] ?? 0, y: pair[1] ?? 0 };
}

class WktReader {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  /** `(item, item …)`; null where it is something else. */
  list<T>(item: () => T | null): T[] | null {
    if (!this.#takes('(')) return null;
    const items: T[] = [];
    do {
      const one = item();
      if (one === null) return null;
      items.push(one);
    } while (this.#takes(','));
    return this.#takes(')') ? items : null;
  }

  /** `(x y, x y …)`; null where it is something else. */
  points(): Ring | null {
    const numbers: number[] = [];
    const pair = (): true | null => {
      const x = this.#number();
      const y = this.#number();
      if (x === null || y === null) return null;
      numbers.push(x, y);
      return true;
    };
    return this.list(pair) && Float64Array.from(numbers);
  }

  /** `x y`; null where it is something else. */
  pair(): Ring | null {
    const x = this.#number();
    const y = this.#number();
    return x === null || y === null ? null : Float64Array.of(x, y);
  }

  /** Whether a sign comes next. */
  isAt(sign: string): boolean {
    this.#skipBlanks();
    return this.#text[this.#at] === sign;
  }

  isAtEnd(): boolean {
    this.#skipBlanks();
    return this.#at === this.#text.length;
  }

  #number(): number | null {
    this.#skipBlanks();
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (match === null) return null;
    this.#at = NUMBER.lastIndex;
    const number = Number(match[0]);
    return Number.isFinite(number) ? number : null;
  }

  #takes(sign: string): boolean {
    if (!this.isAt(sign)) return false;
    this.#at++;
    return true;
  }

  #skipBlanks(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.#at++;
    }
  }
}
