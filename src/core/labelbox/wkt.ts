import type { Geometry, Polygon, Ring } from './model.ts';

const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;

/**
 * Reads POLYGON, MULTIPOLYGON, POINT and LINESTRING in two dimensions (OGC 06-103r4, section 7), as Labelbox writes
 * them; EMPTY ones have no polygons or points. Null for anything else.
 */
export function parseWkt(text: string): Geometry | null {
  const head = /^\s*(MULTIPOLYGON|POLYGON|POINT|LINESTRING)\s*/i.exec(text);
  if (head === null) return null;
  const type = head[1]?.toUpperCase();
  const at = head[0].length;
  if (/^EMPTY\s*$/i.test(text.slice(at))) {
    return type === 'LINESTRING' ? { kind: 'line', points: new Float64Array() } : { kind: 'polygons', polygons: [] };
  }
  const reader = new WktReader(text, at);
  const polygon = (): Polygon | null => reader.list(() => reader.points());
  const geometry = ((): Geometry | null => {
    switch (type) {
      case 'MULTIPOLYGON': {
        const polygons = reader.list(polygon);
        return polygons && { kind: 'polygons', polygons };
      }
      case 'POLYGON': {
        const rings = polygon();
        return rings && { kind: 'polygons', polygons: [rings] };
      }
      case 'LINESTRING': {
        const points = reader.points();
        return points && { kind: 'line', points };
      }
      default: {
        const points = reader.points();
        return points?.length === 2 ? { kind: 'point', x: points[0] ?? 0, y: points[1] ?? 0 } : null;
      }
    }
  })();
  return reader.isAtEnd() ? geometry : null;
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
    this.#skipBlanks();
    if (this.#text[this.#at] !== sign) return false;
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
