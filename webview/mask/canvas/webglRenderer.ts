import type { Mask } from '../../../src/core/mask/mask.ts';
import { fieldSize, patternOffset, type Backdrop } from './backdrop.ts';
import type { Rows } from './changedRows.ts';
import { paletteTexels } from './paletteTexels.ts';
import { paletteSize, type Renderer, type RendererCounters } from './renderer.ts';
import type { Sampling } from './sampling.ts';
import { FRAGMENT_SHADER, VERTEX_SHADER } from './shaders.ts';
import { placeTile, TILE_SIZE, tilesOf, type Tile } from './tiles.ts';
import type { Appearance } from './types.ts';
import type { Frame, PixelRect } from './viewTransform.ts';

const UNIFORMS = [
  'ids',
  'palette',
  'quad',
  'viewport',
  'start',
  'tileSize',
  'footprint',
  'samples',
  'pattern',
  'checker',
  'hatch',
  'bare',
] as const;
type UniformName = (typeof UNIFORMS)[number];

const IDS_UNIT = 0;
const PALETTE_UNIT = 1;

/** Rasterisers that run on the processor: WebGL works, but a lookup costs what it costs in JavaScript. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|basic render|software/i;

/** Bytes of ids that may exceed what a graphics processor has left. */
const ASK_FOR_ERRORS_FROM = 2 ** 27;

interface TileTexture {
  readonly tile: Tile;
  readonly texture: WebGLTexture;
}

/**
 * A renderer on WebGL2: ids in tiles of an integer texture, colours in a palette texture. Null where WebGL2 is
 * missing or its shaders do not build.
 */
export function createWebglRenderer(canvas: HTMLCanvasElement, counters: RendererCounters): Renderer | null {
  const gl = canvas.getContext('webgl2', {
    alpha: true,
    antialias: false,
    depth: false,
    stencil: false,
    // Refinement replaces the picture band by band and relies on the rest staying there.
    preserveDrawingBuffer: true,
  });
  if (gl === null) return null;
  const program = buildProgram(gl);
  if (program === null) return null;
  const renderer = new WebglRenderer(canvas, gl, program, counters);
  renderer.warmUp();
  return renderer;
}

function buildProgram(gl: WebGL2RenderingContext): WebGLProgram | null {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX_SHADER],
    [gl.FRAGMENT_SHADER, FRAGMENT_SHADER],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) return null;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) === true ? program : null;
}

class WebglRenderer implements Renderer {
  readonly kind = 'webgl2';
  readonly canvas: HTMLCanvasElement;
  readonly lookupBudget: number;
  readonly #gl: WebGL2RenderingContext;
  readonly #counters: RendererCounters;
  readonly #uniforms: Record<UniformName, WebGLUniformLocation | null>;
  readonly #palette: WebGLTexture;
  #paletteSize = 0;
  #tiles: TileTexture[] = [];

  constructor(
    canvas: HTMLCanvasElement,
    gl: WebGL2RenderingContext,
    program: WebGLProgram,
    counters: RendererCounters,
  ) {
    this.canvas = canvas;
    this.#gl = gl;
    this.#counters = counters;
    this.lookupBudget = isSoftware(gl) ? 6e6 : 2e8;
    this.#uniforms = Object.fromEntries(UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)])) as Record<
      UniformName,
      WebGLUniformLocation | null
    >;
    gl.useProgram(program);
    gl.uniform1i(this.#uniforms.ids, IDS_UNIT);
    gl.uniform1i(this.#uniforms.palette, PALETTE_UNIT);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.clearColor(0, 0, 0, 0);
    gl.blendFunc(gl.ONE, gl.ONE);
    this.#palette = this.#createTexture(PALETTE_UNIT);
  }

  /** Draws one pixel of nothing, so that the driver's own compilation is over when the first mask arrives. */
  warmUp(): void {
    const gl = this.#gl;
    const texture = this.#createTexture(IDS_UNIT);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8UI, 1, 1, 0, gl.RED_INTEGER, gl.UNSIGNED_BYTE, new Uint8Array(1));
    gl.activeTexture(gl.TEXTURE0 + PALETTE_UNIT);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 1, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    gl.uniform2f(this.#uniforms.viewport, 1, 1);
    gl.uniform4f(this.#uniforms.quad, 0, 0, 1, 1);
    gl.uniform2f(this.#uniforms.tileSize, 1, 1);
    gl.uniform3f(this.#uniforms.pattern, 0, 0, 1);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.deleteTexture(texture);
    gl.flush();
  }

  setMask(mask: Mask): boolean {
    const gl = this.#gl;
    for (const { texture } of this.#tiles) gl.deleteTexture(texture);
    const wide = mask.ids instanceof Uint16Array;
    const size = Math.min(TILE_SIZE, gl.getParameter(gl.MAX_TEXTURE_SIZE) as number);
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, mask.width);
    this.#tiles = tilesOf(mask, size).map((tile) => {
      const texture = this.#createTexture(IDS_UNIT);
      gl.texImage2D(
        gl.TEXTURE_2D,
        0,
        wide ? gl.R16UI : gl.R8UI,
        tile.width,
        tile.height,
        0,
        gl.RED_INTEGER,
        wide ? gl.UNSIGNED_SHORT : gl.UNSIGNED_BYTE,
        mask.ids,
        tile.y * mask.width + tile.x,
      );
      this.#counters.idUploads++;
      return { tile, texture };
    });
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 0);
    this.#paletteSize = paletteSize(mask);
    // Asking for errors waits for the graphics process, so it is left out where memory cannot be short. A texture
    // that was refused would read as id 0 everywhere.
    return mask.ids.byteLength < ASK_FOR_ERRORS_FROM || gl.getError() !== gl.OUT_OF_MEMORY;
  }

  setRows(mask: Mask, rows: Rows | null): void {
    if (rows === null) return;
    const gl = this.#gl;
    const wide = mask.ids instanceof Uint16Array;
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, mask.width);
    gl.activeTexture(gl.TEXTURE0 + IDS_UNIT);
    for (const { tile, texture } of this.#tiles) {
      const top = Math.max(tile.y, rows.top);
      const bottom = Math.min(tile.y + tile.height, rows.bottom);
      if (top >= bottom) continue;
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.texSubImage2D(
        gl.TEXTURE_2D,
        0,
        0,
        top - tile.y,
        tile.width,
        bottom - top,
        gl.RED_INTEGER,
        wide ? gl.UNSIGNED_SHORT : gl.UNSIGNED_BYTE,
        mask.ids,
        top * mask.width + tile.x,
      );
      this.#counters.idUploads++;
    }
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 0);
  }

  setAppearance(appearance: Appearance): void {
    const gl = this.#gl;
    const texels = paletteTexels(appearance, this.#paletteSize);
    gl.activeTexture(gl.TEXTURE0 + PALETTE_UNIT);
    gl.bindTexture(gl.TEXTURE_2D, this.#palette);
    const rows = this.#paletteSize / 256;
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 256, rows, 0, gl.RGBA, gl.UNSIGNED_BYTE, texels);
    this.#counters.paletteUploads++;
  }

  draw(frame: Frame, sampling: Sampling, backdrop: Backdrop, band: PixelRect | null): void {
    const gl = this.#gl;
    const uniforms = this.#uniforms;
    const average = sampling.mode !== 'nearest';
    const field = fieldSize(frame);
    gl.viewport(0, 0, frame.width, frame.height);
    if (band === null) {
      gl.disable(gl.SCISSOR_TEST);
    } else {
      gl.enable(gl.SCISSOR_TEST);
      gl.scissor(band.left, frame.height - band.bottom, band.right - band.left, band.bottom - band.top);
    }
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (average) gl.enable(gl.BLEND);
    else gl.disable(gl.BLEND);
    gl.uniform2f(uniforms.viewport, frame.width, frame.height);
    gl.uniform1f(uniforms.footprint, 1 / frame.scale);
    gl.uniform1i(uniforms.samples, samplesUniform(sampling));
    gl.uniform3f(uniforms.pattern, patternOffset(frame.originX, field), patternOffset(frame.originY, field), field);
    gl.uniform3fv(uniforms.checker, backdrop.checker.flat().map(toUnit));
    gl.uniform1i(uniforms.bare, backdrop.isBare === true ? 1 : 0);
    gl.uniform3fv(uniforms.hatch, backdrop.hatch.flat().map(toUnit));
    gl.activeTexture(gl.TEXTURE0 + IDS_UNIT);
    for (const { tile, texture } of this.#tiles) {
      const placement = placeTile(tile, frame, average);
      if (placement === null) continue;
      const { quad } = placement;
      if (band !== null && (quad.bottom <= band.top || quad.top >= band.bottom)) continue;
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.uniform4f(uniforms.quad, quad.left, quad.top, quad.right, quad.bottom);
      gl.uniform2f(uniforms.start, placement.startX, placement.startY);
      gl.uniform2f(uniforms.tileSize, tile.width, tile.height);
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
      if (band === null) this.#counters.draws++;
      else this.#counters.refinementDraws++;
    }
    gl.flush();
  }

  dispose(): void {
    for (const { texture } of this.#tiles) this.#gl.deleteTexture(texture);
    this.#tiles = [];
    // Browsers keep a limited number of contexts; a page that goes away should not hold one until collected.
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  #createTexture(unit: number): WebGLTexture {
    const gl = this.#gl;
    const texture = gl.createTexture();
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
      gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
    }
    for (const wrap of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) {
      gl.texParameteri(gl.TEXTURE_2D, wrap, gl.CLAMP_TO_EDGE);
    }
    return texture;
  }
}

function samplesUniform(sampling: Sampling): number {
  if (sampling.mode === 'nearest') return 0;
  return sampling.mode === 'exact' ? -1 : sampling.count;
}

function toUnit(byte: number): number {
  return byte / 255;
}

function isSoftware(gl: WebGL2RenderingContext): boolean {
  const extension = gl.getExtension('WEBGL_debug_renderer_info');
  return extension !== null && SOFTWARE.test(String(gl.getParameter(extension.UNMASKED_RENDERER_WEBGL)));
}
