import {
  placeGeometry,
  type Geometry,
  type ImageSize,
  type Polygon,
  type YAxis,
} from '../../src/core/labelbox/model.ts';
import { parseHex } from '../../src/core/palette/idColours.ts';
import type { ShownObject } from '../../src/protocol/labelbox.ts';
import { listenToGestures } from '../mask/canvas/gestures.ts';
import type { ViewState } from '../mask/canvas/types.ts';
import { observeViewport, viewportOf } from '../mask/canvas/viewport.ts';
import {
  clampView,
  effectiveScale,
  frameOf,
  panBy,
  zoomAt,
  zoomStep,
  type Point,
  type Viewport,
} from '../mask/canvas/viewTransform.ts';
import { element, setText } from '../ui/element.ts';
import type { ExportWording } from './exportWording.ts';

const SVG = 'http://www.w3.org/2000/svg';
const FIT: ViewState = { centreX: 0, centreY: 0, scale: null, cursor: null };
/** CSS pixels that an arrow key pans. */
const PAN_STEP = 40;
/** Room around objects whose image is unknown, in their size. */
const MARGIN = 0.05;

/** What is drawn: objects in file coordinates, and the frame that they belong to. */
export interface Drawing {
  readonly objects: readonly ShownObject[];
  readonly yAxis: YAxis;
  /** Of objects that are in masks alone, by their place: with y downwards, whatever the file counts. */
  readonly outlines: ReadonlyMap<number, Polygon>;
  /** Of the original, else as the export states it; null where neither is known. */
  readonly size: ImageSize | null;
  /** Decoded; null for a blank frame. */
  readonly original: ImageBitmap | HTMLImageElement | null;
}

export interface PictureEvents {
  /** The object under the pointer; −1 for none. */
  onHover(object: number): void;
  onPick(object: number): void;
  onZoom(scale: number): void;
}

/** The original of a row, or a blank frame, with its objects over it. Pans and zooms as the mask editor does. */
export class Picture {
  readonly element: HTMLElement;
  readonly #events: PictureEvents;
  readonly #wording: ExportWording;
  readonly #canvas = element('canvas', { class: 'picture-original', 'aria-hidden': 'true' });
  readonly #svg: SVGSVGElement;
  readonly #frame: SVGRectElement;
  readonly #layer: SVGGElement;
  readonly #tag = element('div', { class: 'picture-tag', hidden: true });
  #drawing: Drawing = { objects: [], yAxis: 'down', outlines: new Map(), size: null, original: null };
  /** Left and top of the frame in image pixels: not 0 only where it is drawn around the objects. */
  #origin: Point = { x: 0, y: 0 };
  #size: ImageSize = { width: 1, height: 1 };
  #view: ViewState = FIT;
  #viewport: Viewport = { width: 1, height: 1, pixelRatio: 1 };
  #shapes: SVGGElement[] = [];
  #hovered = -1;
  #selected = -1;

  constructor(wording: ExportWording, events: PictureEvents) {
    this.#wording = wording;
    this.#events = events;
    this.#svg = svg('svg', { class: 'picture-objects', 'aria-hidden': 'true' });
    this.#frame = svg('rect', { class: 'picture-frame' });
    this.#layer = svg('g', {});
    this.#svg.append(this.#frame, this.#layer);
    const help = element('span', { id: 'picture-help', hidden: true }, wording.strings.pictureHelp);
    this.element = element(
      'div',
      {
        class: 'picture',
        tabindex: 0,
        role: 'application',
        'aria-label': wording.strings.picture,
        'aria-describedby': 'picture-help',
      },
      this.#canvas,
      this.#svg,
      this.#tag,
      help,
    );
    listenToGestures(this.element, {
      onHover: (at) => this.#hoverAt(at),
      onPan: (dx, dy) => this.#show(panBy(this.#view, dx, dy, this.#size, this.#viewport)),
      onZoomBy: (factor, at) => this.#zoomTo(this.scale * factor, this.#device(at)),
      onZoomStep: (direction, at) => this.#zoomTo(zoomStep(this.scale, direction), this.#device(at)),
      onPick: (at) => events.onPick(this.#objectAt(at)),
    });
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    observeViewport(this.element, (viewport) => {
      this.#viewport = viewport;
      this.#show(this.#view);
    });
  }

  /** CSS pixels an image pixel. */
  get scale(): number {
    return effectiveScale(this.#view, this.#size, this.#viewport);
  }

  /** @param keepsView whether the place stays: the same row, drawn otherwise */
  show(drawing: Drawing, keepsView: boolean): void {
    this.#drawing = drawing;
    const placed = this.#place();
    const before = this.#size;
    const namesSelected = keepsView && !this.#tag.hidden && this.#hovered < 0;
    this.#hovered = -1;
    this.#tag.hidden = true;
    this.#shapes = drawing.objects.map((object, index) =>
      this.#shapeOf(object, placed[index] ?? object.geometry, index),
    );
    // Small objects stay within reach where large ones lie over them.
    const area = new Map(this.#shapes.map((shape, index) => [shape, areaOf(placed[index])]));
    this.#layer.replaceChildren(...[...this.#shapes].sort((a, b) => (area.get(b) ?? 0) - (area.get(a) ?? 0)));
    this.#drawOriginal();
    const isSame = before.width === this.#size.width && before.height === this.#size.height;
    if (this.#viewport.width <= 1) this.#viewport = viewportOf(this.element);
    this.#show(keepsView && isSame ? this.#view : FIT);
    this.select(this.#selected, namesSelected);
  }

  /** Marks an object; −1 for none. */
  select(object: number, showsTag = true): void {
    this.#selected = object;
    this.#shapes.forEach((shape, index) => shape.classList.toggle('selected', index === object));
    if (showsTag) this.#showTag(object, null);
  }

  hover(object: number): void {
    this.#hover(object, null);
  }

  fit(): void {
    this.#show(FIT);
  }

  actualSize(): void {
    this.#zoomTo(1, null);
  }

  zoomIn(): void {
    this.#zoomTo(zoomStep(this.scale, 1), null);
  }

  zoomOut(): void {
    this.#zoomTo(zoomStep(this.scale, -1), null);
  }

  /** Geometry with y downwards; sets the size of the frame. */
  #place(): Geometry[] {
    const { objects, yAxis, outlines, size } = this.#drawing;
    if (size !== null) {
      this.#origin = { x: 0, y: 0 };
      this.#size = { width: Math.max(1, size.width), height: Math.max(1, size.height) };
      return objects.map(({ geometry }, at) => {
        const outline = outlines.get(at);
        return outline === undefined
          ? placeGeometry(geometry, size.height, yAxis)
          : { kind: 'polygons', polygons: [outline] };
      });
    }
    // Without a size the objects are turned over about 0, which leaves their places to each other as they are.
    const placed = objects.map(({ geometry }) => placeGeometry(geometry, 0, yAxis));
    const bounds = boundsOf(placed);
    const width = Math.max(1, bounds.right - bounds.left);
    const height = Math.max(1, bounds.bottom - bounds.top);
    const margin = MARGIN * Math.max(width, height);
    this.#origin = { x: bounds.left - margin, y: bounds.top - margin };
    this.#size = { width: width + 2 * margin, height: height + 2 * margin };
    return placed;
  }

  #shapeOf(object: ShownObject, geometry: Geometry, index: number): SVGGElement {
    const group = svg('g', { class: `shape ${geometry.kind}`, 'data-object': String(index) });
    group.style.setProperty('--colour', object.colour);
    group.style.setProperty('--rim', isDark(object.colour) ? '#fff' : '#000');
    switch (geometry.kind) {
      case 'polygons': {
        // Each polygon is a path of its own: even-odd holds within one, and several are a union.
        for (const rings of geometry.polygons) {
          const d = rings.map((ring) => `${pathOf(ring)}Z`).join('');
          group.append(svg('path', { class: 'halo', d }), svg('path', { class: 'line area', d }));
        }
        break;
      }
      case 'box': {
        const { x, y, width, height } = geometry;
        const d = `M${x} ${y}h${width}v${height}h${-width}Z`;
        group.append(svg('path', { class: 'halo', d }), svg('path', { class: 'line area', d }));
        break;
      }
      case 'line': {
        const d = pathOf(geometry.points);
        group.append(svg('path', { class: 'halo', d }), svg('path', { class: 'line', d }));
        break;
      }
      case 'point': {
        const at = { cx: String(geometry.x), cy: String(geometry.y) };
        group.append(svg('circle', { class: 'halo dot-halo', ...at }), svg('circle', { class: 'dot', ...at }));
        break;
      }
      case 'mask':
      case 'unknown':
        break;
    }
    return group;
  }

  #drawOriginal(): void {
    const { original } = this.#drawing;
    this.#canvas.hidden = original === null;
    this.#frame.classList.toggle('blank', original === null);
    if (original === null) return;
    this.#canvas.width = this.#size.width;
    this.#canvas.height = this.#size.height;
    this.#canvas.getContext('2d')?.drawImage(original, 0, 0, this.#size.width, this.#size.height);
  }

  #show(view: ViewState): void {
    // A picture that is not laid out has no scale.
    if (this.#viewport.width === 0 || this.#viewport.height === 0) return;
    this.#view = clampView(view, this.#size, this.#viewport);
    const { originX, originY, scale, pixelRatio } = frameOf(this.#view, this.#size, this.#viewport);
    const css = scale / pixelRatio;
    const [left, top] = [originX / pixelRatio, originY / pixelRatio];
    this.#canvas.style.transform = `translate(${left}px, ${top}px) scale(${css})`;
    this.#canvas.classList.toggle('crisp', css >= 3);
    const { x, y } = this.#origin;
    const [width, height] = [this.#viewport.width / scale, this.#viewport.height / scale];
    this.#svg.setAttribute('viewBox', `${x - left / css} ${y - top / css} ${width} ${height}`);
    this.#svg.style.setProperty('--pixel', String(1 / css));
    for (const [name, value] of Object.entries({ x, y, ...this.#size })) this.#frame.setAttribute(name, String(value));
    this.#events.onZoom(css);
  }

  #zoomTo(scale: number, anchor: Point | null): void {
    this.#show(zoomAt(this.#view, scale, anchor, this.#size, this.#viewport));
  }

  #device({ x, y }: Point): Point {
    return { x: x * this.#viewport.pixelRatio, y: y * this.#viewport.pixelRatio };
  }

  #objectAt({ x, y }: Point): number {
    const box = this.element.getBoundingClientRect();
    for (const target of document.elementsFromPoint(box.left + x, box.top + y)) {
      const object = target.parentElement?.getAttribute('data-object');
      if (object !== null && object !== undefined) return Number(object);
    }
    return -1;
  }

  #hoverAt(at: Point | null): void {
    this.#hover(at === null ? -1 : this.#objectAt(at), at);
  }

  #hover(object: number, at: Point | null): void {
    if (object !== this.#hovered) {
      this.#shapes[this.#hovered]?.classList.remove('hovered');
      this.#shapes[object]?.classList.add('hovered');
      this.#hovered = object;
      this.#events.onHover(object);
    }
    this.#showTag(object, at);
  }

  /** Names an object beside the pointer, else above its shape. */
  #showTag(object: number, at: Point | null): void {
    const shown = this.#drawing.objects[object];
    const shape = this.#shapes[object];
    this.#tag.hidden = shown === undefined || shape === undefined || shape.childElementCount === 0;
    if (shown === undefined || shape === undefined) return;
    setText(this.#tag, `${shown.name} · ${this.#wording.geometry(shown)}`);
    const box = this.element.getBoundingClientRect();
    const bounds = shape.getBoundingClientRect();
    const x = at === null ? bounds.left - box.left : at.x + 12;
    const y = at === null ? bounds.top - box.top - 24 : at.y + 12;
    const most = { x: box.width - this.#tag.offsetWidth - 4, y: box.height - this.#tag.offsetHeight - 4 };
    this.#tag.style.transform = `translate(${Math.max(4, Math.min(x, most.x))}px, ${Math.max(4, Math.min(y, most.y))}px)`;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const pan = {
      ArrowLeft: [-PAN_STEP, 0],
      ArrowRight: [PAN_STEP, 0],
      ArrowUp: [0, -PAN_STEP],
      ArrowDown: [0, PAN_STEP],
    }[event.key];
    if (pan !== undefined) {
      event.preventDefault();
      this.#show(panBy(this.#view, pan[0] ?? 0, pan[1] ?? 0, this.#size, this.#viewport));
    } else if (event.key === '+' || event.key === '=') this.zoomIn();
    else if (event.key === '-') this.zoomOut();
    else if (event.key === '0') this.fit();
    else if (event.key === '1') this.actualSize();
  }
}

function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>>,
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function pathOf(points: Float64Array): string {
  let d = '';
  for (let i = 0; i + 1 < points.length; i += 2) d += `${i === 0 ? 'M' : 'L'}${points[i]} ${points[i + 1]}`;
  return d;
}

/** Whether a colour is nearer to black than to white, by its luma (ITU-R BT.601). */
function isDark(hex: string): boolean {
  const [red, green, blue] = parseHex(hex) ?? [0, 0, 0];
  return 0.299 * red + 0.587 * green + 0.114 * blue < 110;
}

interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function pointsIn(geometry: Geometry | undefined): readonly Float64Array[] {
  switch (geometry?.kind) {
    case 'polygons':
      return geometry.polygons.flat();
    case 'box':
      return [Float64Array.of(geometry.x, geometry.y, geometry.x + geometry.width, geometry.y + geometry.height)];
    case 'point':
      return [Float64Array.of(geometry.x, geometry.y)];
    case 'line':
      return [geometry.points];
    case 'mask':
    case 'unknown':
    case undefined:
      return [];
  }
}

function boundsOf(geometries: readonly (Geometry | undefined)[]): Bounds {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const points of geometries.flatMap(pointsIn)) {
    for (let i = 0; i + 1 < points.length; i += 2) {
      const [x, y] = [points[i] ?? 0, points[i + 1] ?? 0];
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  return left > right ? { left: 0, top: 0, right: 0, bottom: 0 } : { left, top, right, bottom };
}

/** Of the box around it. */
function areaOf(geometry: Geometry | undefined): number {
  const { left, top, right, bottom } = boundsOf([geometry]);
  return (right - left) * (bottom - top);
}
