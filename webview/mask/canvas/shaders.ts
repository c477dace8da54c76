/** Draws one tile's quad: no vertex buffer, the corner follows from the vertex number. */
export const VERTEX_SHADER = `#version 300 es
precision highp float;
uniform vec4 quad;      // left, top, right, bottom in device pixels
uniform vec2 viewport;  // device pixels
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vec2 at = mix(quad.xy, quad.zw, corner) / viewport;
  gl_Position = vec4(at.x * 2.0 - 1.0, 1.0 - at.y * 2.0, 0.0, 1.0);
}`;

/**
 * Colours a device pixel from the ids of one tile.
 *
 * Below 1:1 it sums premultiplied palette colours over the pixel's footprint, cut to the tile, each weighted by its
 * share of the whole footprint's area; the shares of several tiles add up by blending.
 *
 * \`samples\`: 0 takes the id under the centre, −1 all ids of the footprint, n > 0 one id from each of n × n strata.
 * Strata are jittered (by column vertically, by row horizontally) so that a one-pixel line keeps its weight on average
 * instead of falling between the samples. A palette entry with alpha 0 and red above 0 stands for "outside palette".
 */
export const FRAGMENT_SHADER = `#version 300 es
precision highp float;
precision highp int;
precision highp usampler2D;
uniform usampler2D ids;
uniform sampler2D palette;
uniform vec4 quad;
uniform vec2 viewport;
uniform vec2 start;       // tile coordinate of the quad's corner, image pixels
uniform vec2 tileSize;    // image pixels
uniform float footprint;  // image pixels per device pixel
uniform int samples;
uniform vec3 pattern;     // offset x, offset y, field size; device pixels
uniform vec3 checker[2];
uniform vec3 hatch[2];
uniform bool bare;        // no checkerboard
out vec4 colour;

// The sums over a footprint. Masks are mostly runs of one id: its colour is looked up and added once a run.
vec4 sum = vec4(0.0);
float hatched = 0.0;
uint runId = 0xffffffffu;
float runWeight = 0.0;

void endRun() {
  if (runWeight == 0.0) return;
  vec4 entry = texelFetch(palette, ivec2(runId & 255u, runId >> 8), 0);
  sum += runWeight * entry;
  if (entry.a == 0.0) hatched += runWeight * entry.r;
  runWeight = 0.0;
}

void add(ivec2 at, float weight) {
  uint id = texelFetch(ids, at, 0).r;
  if (id != runId) {
    endRun();
    runId = id;
  }
  runWeight += weight;
}

void main() {
  vec2 pixel = floor(vec2(gl_FragCoord.x, viewport.y - gl_FragCoord.y));
  vec2 first = start + (pixel - quad.xy) * footprint;
  float coverage = 1.0;
  if (samples == 0) {
    vec2 centre = first + 0.5 * footprint + ${1 / 4096};
    add(ivec2(clamp(floor(centre), vec2(0.0), tileSize - 1.0)), 1.0);
  } else {
    vec2 low = max(first, 0.0);
    vec2 high = min(first + footprint, tileSize);
    if (any(lessThanEqual(high, low))) {
      colour = vec4(0.0);
      return;
    }
    float whole = footprint * footprint;
    coverage = (high.x - low.x) * (high.y - low.y) / whole;
    if (samples < 0) {
      ivec2 from = ivec2(floor(low));
      ivec2 to = ivec2(ceil(high));
      for (int y = from.y; y < to.y; y++) {
        float rowWeight = (min(high.y, float(y + 1)) - max(low.y, float(y))) / whole;
        for (int x = from.x; x < to.x; x++) {
          add(ivec2(x, y), rowWeight * (min(high.x, float(x + 1)) - max(low.x, float(x))));
        }
      }
    } else {
      vec2 stratum = (high - low) / float(samples);
      float weight = coverage / float(samples * samples);
      ivec2 last = ivec2(tileSize) - 1;
      for (int y = 0; y < samples; y++) {
        for (int x = 0; x < samples; x++) {
          vec2 jitter = fract(0.5 + vec2(y, x) * 0.6180339887);
          add(min(ivec2(low + (vec2(x, y) + jitter) * stratum), last), weight);
        }
      }
    }
  }
  endRun();
  colour = vec4(sum.rgb, coverage);
  if (sum.a >= coverage) return;
  colour.r -= hatched;
  vec2 fields = pixel + pattern.xy;
  vec2 parity = mod(floor(fields / pattern.z), 2.0);
  vec3 under = checker[parity.x == parity.y ? 0 : 1];
  vec3 stripes = hatch[mod(fields.x + fields.y, pattern.z) * 2.0 < pattern.z ? 0 : 1];
  float open = max(0.0, coverage - sum.a - hatched);
  colour.rgb += hatched * stripes;
  if (bare) colour.a -= open;
  else colour.rgb += open * under;
}`;
